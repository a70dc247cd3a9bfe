/**
 * Typed calls over the Vert.x event bus.
 *
 * <h2>Public</h2>
 *
 * {@link dev.samara.rpc} only: the RPC end of a node, its options, its errors and its figures.
 *
 * <h2>Needs</h2>
 *
 * Vert.x core for the bus, and the codecs for values.
 */
module dev.samara.rpc {
  requires transitive io.vertx.core;
  requires org.slf4j;
  requires dev.samara.codec;

  exports dev.samara.rpc;
  exports dev.samara.rpc.call;
}
