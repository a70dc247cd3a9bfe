/**
 * The caller's side: a {@code ClientProxy} turns method calls into {@code ClientCall}s, which are
 * made by the {@code Caller}: it asks {@code Targets} whom a call goes to. A client with a policy
 * makes its attempts by {@code PolicyAttempts}. Not exported.
 */
package dev.samara.rpc.client;
