package dev.samara.load.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.CallContent;
import dev.samara.load.generator.CallLoad;
import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls at a given rate to a real service, good and bad, over each kind of connection. */
class OpenLoopCallsTest {
  private static final int CONNECTIONS = 3;
  private static final int RATE = 1_000;
  private static final int BAD = 64;

  @ParameterizedTest
  @EnumSource(names = {"TCP", "UNIX", "TLS", "WS"})
  void rateIsKeptOverEachMedium(Medium medium) throws Exception {
    LoadResult result = run(medium, new EchoService(), open(Duration.ofSeconds(20)));
    assertEquals(500, result.measured());
    assertEquals(0, result.balance().failed());
    assertTrue(result.balance().adds(), result.balance().toString());
  }

  @Test
  void stallIsSeenByAllWhomItKeepsWaiting() throws Exception {
    Faulty stalls =
        new Faulty((message, _) -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          return Future.succeededFuture(message);
        });
    Histogram nanos = run(Medium.TCP, stalls, open(Duration.ofSeconds(20))).latenciesNanos();
    // 100 of 500 calls are due meanwhile, and wait 50 ms on average.
    assertTrue(millis(nanos, 100) >= 95, "the one that stalled: " + millis(nanos, 100));
    assertTrue(millis(nanos, 95) > 40, "95 %: " + millis(nanos, 95));
    assertTrue(millis(nanos, 85) > 5, "85 %: " + millis(nanos, 85));
  }

  @Test
  void droppedAnswerIsCaught() {
    Faulty drops = new Faulty((_, _) -> Promise.<Buffer>promise().future());
    LoadException fault = fault(drops, Duration.ofSeconds(5));
    assertTrue(fault.getMessage().startsWith("no answer to 1 of "), fault.getMessage());
    assertEquals(1, fault.balance().failed());
  }

  @Test
  void answerGivenTwiceIsCaught() {
    Faulty repeats = new Faulty((_, before) -> Future.succeededFuture(before));
    LoadException fault = fault(repeats, Duration.ofSeconds(20));
    assertTrue(fault.getMessage().endsWith("is not what was sent"), fault.getMessage());
  }

  @Test
  void answersThatChangePlacesAreCaught() {
    Promise<Buffer> first = Promise.promise();
    Faulty swaps =
        new Faulty(
            List.of(
                (_, _) -> first.future(),
                (message, held) -> {
                  first.complete(message);
                  return Future.succeededFuture(held);
                }));
    LoadException fault = fault(swaps, Duration.ofSeconds(20));
    assertTrue(fault.getMessage().endsWith("is not what was sent"), fault.getMessage());
  }

  @Test
  void methodOfAnyServiceIsCalledWithJson() throws Exception {
    try (SamaraRpc server = new SamaraRpc()) {
      RpcTarget echo = server.start(Medium.TCP, 1);
      RpcTarget target = new RpcTarget(echo.place(), echo.trust(), Optional.of("echo/text"));
      assertEquals(500, run(target, json("\"{n}!\"", "\"{n}!\"")).measured());
      LoadException wrong =
          assertThrows(LoadException.class, () -> run(target, json("\"{n}!\"", "\"{n}?\"")));
      // On three connections any one may be the first with an answer.
      assertTrue(
          wrong.getMessage().matches("the result of call \\d+ is not the one that was expected"),
          wrong.getMessage());
      LoadException refused =
          assertThrows(LoadException.class, () -> run(target, json("{\"no\":1}", "{}")));
      assertTrue(refused.getMessage().matches("(?s)call \\d+ failed: .*"), refused.getMessage());
    }
  }

  private static CallPlan json(String arguments, String answer) {
    return CallPlan.closed(
            CONNECTIONS,
            1,
            new CallContent.Json(arguments, Optional.of(answer)),
            Duration.ZERO,
            Duration.ofMillis(500))
        .withRate(RATE);
  }

  private static CallPlan open(Duration patience) {
    return CallPlan.closed(
            CONNECTIONS, 1, new CallContent.MadeUp(64), Duration.ZERO, Duration.ofMillis(500))
        .withRate(RATE)
        .withAnswerTimeout(patience);
  }

  private static LoadException fault(Echo service, Duration patience) {
    return assertThrows(LoadException.class, () -> run(Medium.TCP, service, open(patience)));
  }

  private static LoadResult run(Medium medium, Echo service, CallPlan plan) throws Exception {
    try (SamaraRpc server = new SamaraRpc(service)) {
      return run(server.start(medium, 1), plan);
    }
  }

  private static LoadResult run(RpcTarget target, CallPlan plan) throws Exception {
    try (SamaraClient client = SamaraClient.connect(target, CONNECTIONS)) {
      return CallLoad.calls(client, plan, WindowWatcher.NONE);
    }
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  /** Answers some calls, one after the other, in another way; on one event loop. */
  private static final class Faulty implements Echo {
    private final List<BiFunction<Buffer, Buffer, Future<Buffer>>> ways;
    private Buffer before = Buffer.buffer();
    private int calls;

    /** Each way is given a call and the one before it. */
    Faulty(List<BiFunction<Buffer, Buffer, Future<Buffer>>> ways) {
      this.ways = ways;
    }

    Faulty(BiFunction<Buffer, Buffer, Future<Buffer>> way) {
      this(List.of(way));
    }

    @Override
    public Future<Buffer> echo(Buffer message) {
      int way = calls++ - BAD;
      Buffer last = before;
      before = message;
      return way >= 0 && way < ways.size()
          ? ways.get(way).apply(message, last)
          : Future.succeededFuture(message);
    }

    @Override
    public Future<String> text(String message) {
      return Future.succeededFuture(message);
    }

    @Override
    public ReadStream<Buffer> items(int bytes) {
      throw new UnsupportedOperationException("items");
    }
  }
}
