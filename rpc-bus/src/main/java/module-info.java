/**
 * Typed calls over the Vert.x event bus.
 *
 * <h2>Public</h2>
 *
 * {@link dev.samara.rpc} only: the RPC end of a node, its options, its errors and its figures.
 *
 * <h2>Needs</h2>
 *
 * Vert.x core for the bus, and a JSON library that does not show in any signature.
 */
module dev.samara.rpc {
  requires transitive io.vertx.core;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports dev.samara.rpc;
  exports dev.samara.rpc.call;
}
