package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for two nodes with connections of their own between them. */
class LinkedNodesTest extends RpcContract {
  private static Vertx vertx;
  private static Rpc a;
  private static Rpc b;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    a = result(Rpc.start(vertx, options("a")));
    b = result(Rpc.start(vertx, options("b")));
    Links.connect(a, vertx, b);
  }

  private static RpcOptions options(String name) {
    return Waiting.patient(name)
        .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1))
        .withTuning(Links.tuning());
  }

  @AfterAll
  static void stop() {
    long answers = Links.dialled(a).stream().mapToLong(each -> each.in().accepted()).sum();
    result(b.close());
    result(a.close());
    result(vertx.close());
    assertTrue(answers > 100, "only " + answers + " messages came over connections");
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
