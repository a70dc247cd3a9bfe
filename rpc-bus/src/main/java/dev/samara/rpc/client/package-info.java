/**
 * The caller's side: a {@code ClientProxy} turns method calls into {@code ClientCall}s, which are
 * made by the {@code Caller}: it asks {@code Targets} whom a call goes to, and {@code Repeats}
 * whether a failed attempt is followed by another. Not exported.
 */
package dev.samara.rpc.client;
