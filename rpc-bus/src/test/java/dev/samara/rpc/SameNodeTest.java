package dev.samara.rpc;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for a node that calls its own services. */
class SameNodeTest extends RpcContract {
  private static Vertx vertx;
  private static Rpc rpc;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    rpc = Waiting.result(Rpc.start(vertx, Waiting.patient("a")));
  }

  @AfterAll
  static void stop() {
    Waiting.result(rpc.close());
    Waiting.result(vertx.close());
  }

  @Override
  Rpc caller() {
    return rpc;
  }

  @Override
  Rpc callee() {
    return rpc;
  }

  @Override
  int mostLargeItems() {
    // They are handed over as they are: their number is the bound.
    return 14;
  }

  @Override
  Vertx vertx() {
    return vertx;
  }
}
