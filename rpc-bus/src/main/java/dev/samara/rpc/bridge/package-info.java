/**
 * A listener that speaks the protocol of the Vert.x TCP event-bus bridge, so that its clients in
 * other languages work unchanged: {@link dev.samara.rpc.bridge.Bridge} is the route to listen with.
 *
 * <p>A message is a JSON object behind its length. Everything else is the hub's: limits, rules,
 * TLS, time limits, the queue towards a client that does not read, and the balance.
 */
package dev.samara.rpc.bridge;
