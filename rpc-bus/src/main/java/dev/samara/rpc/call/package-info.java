/**
 * The words of a call, for callers and services: how it can fail ({@code FailureKind}, {@code
 * RpcException}, {@code ServiceException}), what it has of its own ({@code CallOptions}, {@code
 * Cancellation}), what a service sees of it ({@code Call}), streams ({@code RpcStream}, {@code
 * Streams}), how a service is served ({@code ServiceOptions}, {@code Idempotent}), who sees all
 * calls ({@code CallInterceptor}), and the figures ({@code CallBalance}, {@code ServiceInfo}).
 */
package dev.samara.rpc.call;
