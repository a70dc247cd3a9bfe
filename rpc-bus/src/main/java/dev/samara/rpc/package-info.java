/**
 * Typed calls between nodes: a plain interface is exposed on one node and called on any other.
 *
 * <p>Start with {@link dev.samara.rpc.Rpc}; its words are in {@link dev.samara.rpc.call}. Behind
 * it, not exported:
 *
 * <ul>
 *   <li>{@code .contract}: what a service is, the checked interface;
 *   <li>{@code .payload}: values as bytes and back;
 *   <li>here: {@code Envelope}, {@code EnvelopeCodec}, {@code WireReader} (what travels); {@code
 *       Caller}, {@code PendingCall}, {@code CallLedger}, {@code ClientProxy} (the caller's side);
 *       {@code Directory} with {@code Peer} (who offers what); {@code LocalServices}, {@code
 *       ServedService}, {@code ServedCall} (the service's side); {@code RpcNode} ties both to the
 *       bus and to the clock.
 * </ul>
 */
package dev.samara.rpc;
