package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.payload.PayloadKey;
import dev.samara.rpc.payload.PayloadKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract for two nodes that share keys. */
class SealedNodesTest extends OnOneBus {
  private static final PayloadKeys KEYS = PayloadKeys.of(PayloadKey.of(1, new byte[32]));

  @BeforeAll
  static void start() {
    start(sealed(KEYS), sealed(PayloadKeys.of(PayloadKey.of(1, new byte[32]))));
  }

  private static RpcTuning sealed(PayloadKeys keys) {
    return RpcTuning.defaults().withKeys(keys);
  }

  @Test
  void whatTravelsIsSealed() {
    long before = KEYS.sealed(1);
    result(catalogue.maybe("x"));
    assertTrue(KEYS.sealed(1) > before);
  }

  @Test
  void nodesWithoutTheKeyAreRefused() {
    Rpc plain = result(Rpc.start(vertx, options("plain", RpcTuning.defaults())));
    RpcTuning otherKey = sealed(PayloadKeys.of(PayloadKey.of(2, new byte[16])));
    Rpc other = result(Rpc.start(vertx, options("other", otherKey)));
    for (Rpc stranger : new Rpc[] {plain, other}) {
      Waiting.until(
          "it knows the service",
          () -> stranger.services().stream().anyMatch(one -> one.service().equals("catalogue")));
      failure(FailureKind.BAD_ARGUMENTS, stranger.client(Catalogue.class).maybe("x"));
      assertEquals(0, stranger.balance().answered());
      result(stranger.close());
    }
  }
}
