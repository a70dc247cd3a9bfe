package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.payload.PayloadKey;
import dev.samara.rpc.payload.PayloadKeys;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract for two nodes that share keys. */
class SealedNodesTest extends RpcContract {
  private static final PayloadKeys KEYS = PayloadKeys.of(PayloadKey.of(1, new byte[32]));

  private static Vertx vertx;
  private static Rpc a;
  private static Rpc b;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    a = result(Rpc.start(vertx, options("a", Optional.of(KEYS))));
    b =
        result(
            Rpc.start(
                vertx, options("b", Optional.of(PayloadKeys.of(PayloadKey.of(1, new byte[32]))))));
  }

  @AfterAll
  static void stop() {
    result(b.close());
    result(a.close());
    result(vertx.close());
  }

  private static RpcOptions options(String name, Optional<PayloadKeys> keys) {
    RpcTuning tuning = RpcTuning.defaults();
    return Waiting.patient(name)
        .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1))
        .withTuning(keys.map(tuning::withKeys).orElse(tuning));
  }

  @Test
  void whatTravelsIsSealed() {
    long before = KEYS.sealed(1);
    result(catalogue.maybe("x"));
    assertTrue(KEYS.sealed(1) > before);
  }

  @Test
  void nodesWithoutTheKeyAreRefused() {
    Rpc plain = result(Rpc.start(vertx, options("plain", Optional.empty())));
    Rpc other =
        result(
            Rpc.start(
                vertx,
                options("other", Optional.of(PayloadKeys.of(PayloadKey.of(2, new byte[16]))))));
    for (Rpc stranger : new Rpc[] {plain, other}) {
      Waiting.until(
          "it knows the service",
          () -> stranger.services().stream().anyMatch(one -> one.service().equals("catalogue")));
      failure(FailureKind.BAD_ARGUMENTS, stranger.client(Catalogue.class).maybe("x"));
      assertEquals(0, stranger.balance().answered());
      result(stranger.close());
    }
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
