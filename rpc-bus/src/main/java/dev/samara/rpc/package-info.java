/**
 * Typed calls between nodes: a plain interface is exposed on one node and called on any other.
 *
 * <p>Start with {@link dev.samara.rpc.Rpc}. The package is one piece in five parts:
 *
 * <ul>
 *   <li>the surface: {@code Rpc}, {@code RpcOptions}, {@code ServiceInfo}, {@code CallBalance},
 *       {@code FailureKind}, {@code RpcException};
 *   <li>what a service is: {@code ServiceContract}, {@code MethodContract}, {@code ValueTypes},
 *       {@code ServiceNames}, and {@code Payloads} with {@code BadInput} (values to JSON and back);
 *   <li>what travels: {@code Envelope} (four records), {@code EnvelopeCodec}, {@code WireReader};
 *   <li>the caller's side: {@code Caller}, {@code PendingCall}, {@code CallLedger}, {@code
 *       ClientProxy}, and {@code Directory} with {@code Peer}, which knows who offers what;
 *   <li>the service's side: {@code LocalServices}, {@code ServedService}, {@code ServedCall};
 *       {@code RpcNode} ties both to the bus and to the clock.
 * </ul>
 */
package dev.samara.rpc;
