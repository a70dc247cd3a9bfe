package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/** The contract for two nodes on one local bus; the subclasses say how they are tuned. */
abstract class OnOneBus extends RpcContract {
  static Vertx vertx;
  static Rpc a;
  static Rpc b;

  /** To be called by each subclass before all. */
  static void start(RpcTuning ofA, RpcTuning ofB) {
    vertx = Vertx.vertx();
    a = result(Rpc.start(vertx, options("a", ofA)));
    b = result(Rpc.start(vertx, options("b", ofB)));
  }

  static RpcOptions options(String name, RpcTuning tuning) {
    return Waiting.patient(name)
        .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1))
        .withTuning(tuning);
  }

  @AfterAll
  static void stop() {
    result(b.close());
    result(a.close());
    result(vertx.close());
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
