/**
 * The words of a call, for callers and services: how it can fail ({@code FailureKind}, {@code
 * RpcException}), what became of all calls ({@code CallBalance}), who offers what ({@code
 * ServiceInfo}).
 */
package dev.samara.rpc.call;
