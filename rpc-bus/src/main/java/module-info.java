/**
 * Typed calls over the Vert.x event bus and over connections.
 *
 * <h2>Public</h2>
 *
 * {@link dev.samara.rpc}, the RPC end of a node and its options; {@link dev.samara.rpc.call}, the
 * words of a call; {@link dev.samara.rpc.policy}, how a client repeats and spreads its calls;
 * {@link dev.samara.rpc.bridge}: a listener for clients of the Vert.x TCP event-bus bridge.
 *
 * <h2>Needs</h2>
 *
 * Vert.x core for the bus, the hub's connections, and the codecs for values.
 */
// The library for circuit breakers has no descriptor of its own.
@SuppressWarnings("requires-automatic")
module dev.samara.rpc {
  requires transitive dev.samara.net;
  requires transitive io.vertx.core;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.github.resilience4j.bulkhead;
  requires io.github.resilience4j.circuitbreaker;
  requires org.slf4j;
  requires dev.samara.codec;

  exports dev.samara.rpc;
  exports dev.samara.rpc.bridge;
  exports dev.samara.rpc.call;
  exports dev.samara.rpc.payload;
  exports dev.samara.rpc.policy;

  provides io.vertx.core.spi.VertxServiceProvider with
      dev.samara.rpc.scope.CallScope;
}
