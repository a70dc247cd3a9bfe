package dev.samara.rpc;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for two nodes on one local bus; both register the same codecs. */
class TwoNodesTest extends RpcContract {
  private static Vertx vertx;
  private static Rpc a;
  private static Rpc b;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    a = Waiting.result(Rpc.start(vertx, options("a")));
    b = Waiting.result(Rpc.start(vertx, options("b")));
  }

  @AfterAll
  static void stop() {
    Waiting.result(b.close());
    Waiting.result(a.close());
    Waiting.result(vertx.close());
  }

  private static RpcOptions options(String name) {
    return Waiting.patient(name).withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1));
  }

  @Override
  Rpc caller() {
    return a;
  }

  @Override
  Rpc callee() {
    return b;
  }

  @Override
  Vertx vertx() {
    return vertx;
  }
}
