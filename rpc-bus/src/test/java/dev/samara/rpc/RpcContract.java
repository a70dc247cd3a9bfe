package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.Catalogue.Colour;
import dev.samara.rpc.Catalogue.Item;
import dev.samara.rpc.Catalogue.Place;
import dev.samara.rpc.Catalogue.Size;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds for a call wherever the service is; the subclasses say where. */
abstract class RpcContract extends StreamContract {
  private static final Item ITEM =
      new Item(
          "Lämpchen",
          Colour.GREEN,
          new Size(3, 1L << 40),
          new BigDecimal("12.50"),
          Optional.of("fragile"),
          List.of(new Size(1, 2)),
          Map.of("north", Set.of(Colour.RED)),
          Instant.parse("2026-01-31T12:00:00.123456789Z"),
          Duration.ofMillis(1500),
          new UUID(1, 2));

  @Test
  void recordsTravelUnchanged() {
    assertEquals(ITEM, result(catalogue.echo(ITEM)));
    assertEquals(ITEM, catalogue.echoBlocking(ITEM));
  }

  @Test
  void nullTravels() {
    assertNull(result(catalogue.maybe(null)));
    assertNull(result(catalogue.echo(null)));
  }

  @Test
  void severalArgumentsAndPrimitives() {
    assertEquals(5_000_000_002L, result(catalogue.add(2, 5_000_000_000L)));
    assertEquals(1.5, result(catalogue.total(List.of(0.5, 1.0))));
  }

  @Test
  void methodsWithoutResult() {
    assertNull(result(catalogue.touch()));
    catalogue.touchBlocking();
  }

  @Test
  void defaultMethodsAreCalledWhereTheServiceIs() {
    assertEquals("overridden where it is served", result(catalogue.byDefault()));
  }

  @Test
  void aFailedFutureIsTheCalleesFailure() {
    RpcException failure = failure(FailureKind.CALLEE_FAILED, catalogue.failing("out of stock"));
    assertEquals("catalogue.failing failed: Refused: out of stock", failure.getMessage());
    assertEquals("catalogue", failure.service());
    assertEquals("failing", failure.method());
    assertEquals(0, failure.getStackTrace().length);
    assertFalse(failure.kind().mayRetry());
  }

  @Test
  void anExceptionIsTheCalleesFailureOnOneLine() {
    RpcException failure =
        assertThrows(RpcException.class, () -> catalogue.throwing("first\nsecond"));
    assertEquals(FailureKind.CALLEE_FAILED, failure.kind());
    assertEquals("catalogue.throwing failed: Refused: first second", failure.getMessage());
  }

  @Test
  void aMissingFutureIsTheCalleesFailure() {
    RpcException failure = failure(FailureKind.CALLEE_FAILED, catalogue.breaking());
    assertEquals("catalogue.breaking returned null and not a Future", failure.getMessage());
  }

  @Test
  void anUnknownServiceIsNamed() {
    RpcException failure = failure(FailureKind.NO_SUCH_SERVICE, callJson("nothing", "now", ""));
    assertEquals(nobodyOffers("nothing"), failure.getMessage());
    assertTrue(failure.kind().mayRetry());
  }

  @Test
  void anUnknownMethodIsNamedWithThoseThatExist() {
    Future<String> call = callJson("catalogue", "subtract", "[1]");
    RpcException failure = failure(FailureKind.NO_SUCH_METHOD, call);
    assertTrue(
        failure.getMessage().startsWith("the service 'catalogue' has no method 'subtract'"),
        failure.getMessage());
    assertTrue(failure.getMessage().contains("add(int, long): Long"), failure.getMessage());
  }

  @Test
  void aWrongArgumentIsNamed() {
    Future<String> call = callJson("catalogue", "add", "[1, \"two\"]");
    RpcException failure = failure(FailureKind.BAD_ARGUMENTS, call);
    assertEquals(
        "catalogue.add: argument 2 (long): expected a number (long), found a text",
        failure.getMessage());
  }

  @Test
  void jsonCallsTakeAnArrayABareValueOrNothing() {
    assertEquals("3", json("add", "[1, 2]"));
    assertEquals("\"x\"", json("maybe", "\"x\""));
    assertEquals("\"x\"", json("maybe", "[\"x\"]"));
    assertEquals("3.0", json("total", "[[1, 2]]"));
    assertEquals("null", json("touch", ""));
    assertEquals("null", json("touch", " []\n"));
    assertEquals("null", json("touchBlocking", "[]"));
  }

  @Test
  void jsonOfARecordHasItsComponentsOnly() {
    String item = json("echo", "{\"name\":\"x\",\"size\":{\"width\":1,\"height\":2}}");
    assertTrue(item.contains("\"size\":{\"width\":1,\"height\":2}"), item);
    assertFalse(item.contains("colour"), item);
  }

  @Test
  void plainMethodsRunOnVirtualThreadsAndFutureMethodsOnAnEventLoop() {
    assertTrue(catalogue.wherePlain().virtual());
    Place place = result(catalogue.whereFuture());
    assertFalse(place.virtual());
    assertTrue(place.onContext());
  }

  @Test
  void aFutureCompletesOnTheCallersContext() {
    Context context = vertx().getOrCreateContext();
    Promise<Context> seen = Promise.promise();
    context.runOnContext(
        now -> catalogue.touch().onComplete(ended -> seen.complete(Vertx.currentContext())));
    assertSame(context, result(seen.future()));
  }

  @Test
  void aBlockingCallOnAnEventLoopIsRefused() {
    Promise<Void> outcome = Promise.promise();
    vertx()
        .getOrCreateContext()
        .runOnContext(now -> {
          try {
            catalogue.touchBlocking();
            outcome.complete();
          } catch (IllegalStateException refused) {
            outcome.fail(refused);
          }
        });
    Throwable failure = assertInstanceOf(IllegalStateException.class, failure(outcome.future()));
    assertTrue(failure.getMessage().contains("would block an event loop"), failure.getMessage());
  }

  @Test
  void objectMethodsOfAClientAreLocal() {
    assertEquals("client of the service 'catalogue'", catalogue.toString());
    assertEquals(catalogue, catalogue);
    assertFalse(catalogue.equals(client(Catalogue.class)));
    assertEquals(catalogue.hashCode(), catalogue.hashCode());
  }

  @Test
  void manyCallsAtATimeGetEachItsOwnAnswer() {
    List<Future<Long>> calls = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      calls.add(catalogue.add(i, 1));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertEquals(i + 1L, result(calls.get(i)));
    }
  }

  @Test
  void servicesShowNodeMethodsAndCalls() {
    result(catalogue.touch());
    failure(catalogue.failing("x"));
    Waiting.until(
        "the counters are announced",
        () -> seenServices().equals(callee().services()) && counted(seenServices()));
    ServiceInfo info = seenServices().getFirst();
    assertEquals("catalogue", info.service());
    assertTrue(info.methods().contains("total(List<Double>): Double"), info.toString());
    assertTrue(info.methods().contains("touchBlocking(): void"), info.toString());
  }

  private static boolean counted(List<ServiceInfo> services) {
    return services.size() == 1
        && services.getFirst().calls() == 2
        && services.getFirst().failures() == 1;
  }

  private String json(String method, String arguments) {
    return result(callJson("catalogue", method, arguments));
  }
}
