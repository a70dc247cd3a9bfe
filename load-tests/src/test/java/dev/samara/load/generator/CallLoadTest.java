package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that answers itself, well or badly. */
class CallLoadTest {
  private static final int BAD = 40;

  private final ExecutorService loop = Executors.newSingleThreadExecutor();

  @AfterEach
  void endLoop() {
    loop.shutdownNow();
  }

  @Test
  void callsAreCountedAndTheirBalanceAdds() throws Exception {
    LoadResult result = CallLoad.calls(client(Fault.NONE), plan(20_000), WindowWatcher.NONE);
    Balance balance = result.balance();
    assertTrue(balance.adds() && balance.failed() == 0, balance.toString());
    assertTrue(result.measured() > 0 && result.measured() <= balance.answered());
    assertEquals(result.measured(), result.latenciesNanos().getTotalCount());
  }

  @Test
  void answerWithAnotherContentEndsTheRun() {
    assertFault(Fault.WRONG, "the answer to call 40 is not what was sent");
  }

  @Test
  void answerToAnotherCallEndsTheRun() {
    assertFault(Fault.OTHER_NUMBER, "the answer to call 40 is not what was sent");
  }

  @Test
  void answerThatIsTooShortEndsTheRun() {
    assertFault(Fault.SHORT, "the answer to call 40 is not what was sent");
  }

  @Test
  void secondAnswerEndsTheRun() {
    // It meets the next call, which has another number.
    LoadException fault = fault(Fault.TWICE);
    assertTrue(
        fault.getMessage().contains("is not what was sent")
            || fault.getMessage().contains("a second answer"),
        fault.getMessage());
  }

  @Test
  void failedCallEndsTheRun() {
    assertFault(Fault.FAILED, "call 40 failed: java.io.IOException: no more");
  }

  @Test
  void lostAnswerEndsTheRun() {
    LoadException fault = fault(Fault.LOST);
    assertTrue(fault.getMessage().startsWith("no answer to 1 of "), fault.getMessage());
    assertTrue(fault.getMessage().endsWith(" calls within 1500 ms"), fault.getMessage());
    assertEquals(1, fault.balance().failed());
  }

  private void assertFault(Fault kind, String words) {
    assertEquals(words, fault(kind).getMessage());
  }

  private LoadException fault(Fault kind) {
    return assertThrows(
        LoadException.class,
        () ->
            CallLoad.calls(
                client(kind), plan(kind == Fault.LOST ? 1500 : 20_000), WindowWatcher.NONE));
  }

  private static CallPlan plan(int answerMillis) {
    return new CallPlan(
        2, 4, 16, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(answerMillis));
  }

  private enum Fault {
    NONE,
    WRONG,
    OTHER_NUMBER,
    SHORT,
    TWICE,
    FAILED,
    LOST
  }

  private CallClient client(Fault fault) {
    return new CallClient() {
      private int calls;

      @Override
      public void execute(Runnable task) {
        loop.execute(task);
      }

      @Override
      public void call(int connection, byte[] request, Outcome outcome) {
        boolean bad = calls++ == BAD && fault != Fault.NONE;
        byte[] answer = request.clone();
        loop.execute(() -> {
          if (bad) {
            answerBadly(answer, outcome);
          } else {
            outcome.answered(answer);
          }
        });
      }

      private void answerBadly(byte[] answer, Outcome outcome) {
        switch (fault) {
          case WRONG -> answer[answer.length - 1]++;
          case OTHER_NUMBER -> Numbered.put(answer, BAD + 1);
          case TWICE -> outcome.answered(answer);
          case FAILED -> {
            outcome.failed(new IOException("no more"));
            return;
          }
          case LOST -> {
            return;
          }
          case NONE, SHORT -> {}
        }
        outcome.answered(fault == Fault.SHORT ? new byte[3] : answer);
      }

      @Override
      public void close() {}
    };
  }
}
