package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.SelfAnswering.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in both loops, and what becomes of them with a client that answers itself. */
class CallLoadTest {
  private static final double RATE = 2_000;

  /** No run is that long: the fault ends it before. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final CallContent MADE_UP = new CallContent.MadeUp(16);

  @Test
  void callsAreCountedAndTheirBalanceAdds() throws Exception {
    LoadResult result = run(Fault.NONE, closed(MADE_UP, Duration.ofSeconds(2)));
    Balance balance = result.balance();
    assertTrue(balance.adds() && balance.failed() == 0, balance.toString());
    assertTrue(result.measured() > 0 && result.measured() <= balance.answered());
    assertEquals(result.measured(), result.latenciesNanos().getTotalCount());
  }

  @Test
  void rateIsKept() throws Exception {
    LoadResult result = run(Fault.NONE, open(closed(MADE_UP)));
    assertEquals(400, result.measured());
    assertEquals(RATE, result.messagesPerSecond());
    assertTrue(result.balance().adds(), result.balance().toString());
  }

  @Test
  void stallIsSeenByAllWhomItKeepsWaiting() throws Exception {
    Histogram open = run(Fault.STALL, open(closed(MADE_UP))).latenciesNanos();
    // 200 of 400 calls are due meanwhile, and wait 50 ms on average.
    assertTrue(millis(open, 100) >= 95, "the one that stalled: " + millis(open, 100));
    assertTrue(millis(open, 95) > 40, "95 %: " + millis(open, 95));
    assertTrue(millis(open, 60) > 5, "60 %: " + millis(open, 60));
    CallPlan one = CallPlan.closed(1, 1, MADE_UP, Duration.ZERO, Duration.ofSeconds(3));
    Histogram closed = run(Fault.STALL, one).latenciesNanos();
    assertTrue(millis(closed, 100) >= 95, "the one that stalled: " + millis(closed, 100));
    assertTrue(millis(closed, 95) < 40, "a closed loop forgets it: " + millis(closed, 95));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WRONG        | the answer to call 40 is not what was sent",
        "OTHER_NUMBER | the answer to call 40 is not what was sent",
        "SHORT        | the answer to call 40 is not what was sent",
        "FAILED       | call 40 failed: java.io.IOException: no more",
      })
  void firstFaultEndsTheRun(Fault kind, String words) {
    for (CallPlan plan : new CallPlan[] {closed(MADE_UP, LONG), open(closed(MADE_UP))}) {
      LoadException fault = assertThrows(LoadException.class, () -> run(kind, plan));
      assertEquals(words, fault.getMessage());
      assertTrue(fault.balance().adds(), fault.balance().toString());
    }
  }

  @Test
  void secondAnswerEndsTheRun() {
    LoadException open =
        assertThrows(LoadException.class, () -> run(Fault.TWICE, open(closed(MADE_UP))));
    assertEquals("a second answer to call 40", open.getMessage());
    // It meets the next call, which has another number.
    LoadException closed =
        assertThrows(LoadException.class, () -> run(Fault.TWICE, closed(MADE_UP, LONG)));
    assertTrue(closed.getMessage().endsWith("is not what was sent"), closed.getMessage());
  }

  @Test
  void lostAnswerEndsTheRun() {
    CallPlan closed = closed(MADE_UP, Duration.ofSeconds(1));
    for (CallPlan plan : new CallPlan[] {closed, open(closed(MADE_UP))}) {
      CallPlan hasty = plan.withAnswerTimeout(Duration.ofSeconds(3));
      LoadException fault = assertThrows(LoadException.class, () -> run(Fault.LOST, hasty));
      assertTrue(fault.getMessage().startsWith("no answer to 1 of "), fault.getMessage());
      assertTrue(fault.getMessage().endsWith(" calls within 3000 ms"), fault.getMessage());
      assertEquals(1, fault.balance().failed());
    }
  }

  @Test
  void fileFollowsTheNumber(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("content"), "what is sent");
    CallPlan plan = closed(new CallContent.OfFile(file), LONG);
    assertEquals(400, run(Fault.NONE, open(closed(plan.content()))).measured());
    LoadException fault = assertThrows(LoadException.class, () -> run(Fault.WRONG, plan));
    assertEquals("the answer to call 40 is not what was sent", fault.getMessage());
    CallMessages messages = CallMessages.of(plan.content());
    byte[] third = messages.request(messages.request(CallMessages.NONE, 2), 3);
    assertEquals("\0\0\0\0\0\0\0\3what is sent", new String(third));
  }

  @Test
  void callsInFlightOfAnOpenLoopHoldNoMoreThanTheyMay(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("content"), new byte[1 << 20]);
    CallPlan plan = open(closed(new CallContent.OfFile(file)));
    CallPlan hasty = plan.withAnswerTimeout(Duration.ofSeconds(2));
    LoadException fault = assertThrows(LoadException.class, () -> run(Fault.MUTE, hasty));
    long sent = fault.balance().sent();
    assertTrue(sent > 0 && sent << 20 <= CallLoad.OPEN_BYTES, sent + " calls were made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{n}]", "[ {n} ]"})
  void eachJsonCallHasItsNumberAndAnswer(String expected) throws Exception {
    CallContent content = new CallContent.Json("[{n}]", Optional.of(expected));
    assertEquals(400, run(Fault.NONE, open(closed(content))).measured());
    CallMessages messages = CallMessages.of(content);
    byte[] request = messages.request(CallMessages.NONE, 7);
    assertEquals("[7]", new String(request));
    assertTrue(messages.isAnswer(request, 7, " [7]".getBytes()));
    assertTrue(!messages.isAnswer(request, 7, "[8]".getBytes()));
    assertTrue(!messages.isAnswer(request, 7, "[7".getBytes()));
  }

  @Test
  void anyResultWillDoWhereNoneIsExpected() throws Exception {
    CallMessages messages = CallMessages.of(new CallContent.Json("{}", Optional.empty()));
    assertTrue(messages.isAnswer(CallMessages.NONE, 0, "null".getBytes()));
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private static LoadResult run(Fault fault, CallPlan plan) throws Exception {
    try (SelfAnswering client = new SelfAnswering(fault)) {
      return CallLoad.calls(client, plan, WindowWatcher.NONE);
    }
  }

  private static CallPlan closed(CallContent content) {
    return closed(content, Duration.ofMillis(200));
  }

  private static CallPlan closed(CallContent content, Duration window) {
    return CallPlan.closed(2, 4, content, Duration.ofMillis(20), window);
  }

  private static CallPlan open(CallPlan plan) {
    return plan.withRate(RATE);
  }
}
