/**
 * Typed calls over the Vert.x event bus.
 *
 * <h2>Public</h2>
 *
 * {@link dev.samara.rpc}: the RPC end of a node, its options, its errors and its figures. {@link
 * dev.samara.rpc.bridge}: a listener for clients of the Vert.x TCP event-bus bridge.
 *
 * <h2>Needs</h2>
 *
 * Vert.x core for the bus, and the codecs for values.
 */
// The library for circuit breakers has no descriptor of its own.
@SuppressWarnings("requires-automatic")
module dev.samara.rpc {
  requires transitive io.vertx.core;
  requires transitive dev.samara.net;
  requires io.github.resilience4j.bulkhead;
  requires io.github.resilience4j.circuitbreaker;
  requires org.slf4j;
  requires dev.samara.codec;

  exports dev.samara.rpc;
  exports dev.samara.rpc.bridge;
  exports dev.samara.rpc.call;
}
