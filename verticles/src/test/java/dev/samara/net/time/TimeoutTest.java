package dev.samara.net.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits around blocks: by a clock that the test moves, but for the last ones. */
class TimeoutTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NOTHING = Duration.ZERO;

  private final ManualClock clock = new ManualClock();

  /** What a block waits for in vain. */
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void aBlockThatIsDoneInTimeIsLeftAlone() {
    try (var timeout = Timeout.of(SECOND, clock)) {
      clock.advance(Duration.ofMillis(999));
      assertFalse(timeout.expired());
    }
    assertEquals(0, clock.waiting());
    clock.advance(SECOND);
    assertFalse(Thread.interrupted());
  }

  @Test
  void whatTheBlockWaitsForEnds() {
    var timeout = Timeout.of(SECOND, clock);
    var interruption =
        assertThrows(
            InterruptedException.class,
            () -> {
              try (timeout) {
                clock.advance(SECOND);
                never.await();
              }
            });
    assertInstanceOf(TimedOutException.class, interruption.getSuppressed()[0]);
    assertEquals("not done within 1000 ms", interruption.getSuppressed()[0].getMessage());
    assertTrue(timeout.expired());
    assertFalse(Thread.interrupted());
  }

  @Test
  void aBlockThatSwallowsTheInterruptIsToldAtItsEnd() {
    assertThrows(
        TimedOutException.class,
        () -> {
          try (var _ = Timeout.of(SECOND, clock)) {
            clock.advance(SECOND);
            assertThrows(InterruptedException.class, never::await);
          }
        });
    assertFalse(Thread.interrupted());
  }

  @Test
  void aBlockThatEndsLateWithoutNoticingIsASuccess() {
    var timeout = Timeout.of(SECOND, clock);
    try (timeout) {
      clock.advance(SECOND);
    }
    assertTrue(timeout.expired());
    assertFalse(Thread.interrupted());
  }

  @Test
  void canBeExtendedAndCancelledWhileItRuns() {
    try (var timeout = Timeout.of(SECOND, clock)) {
      clock.advance(Duration.ofMillis(900));
      assertTrue(timeout.extend(SECOND));
      clock.advance(Duration.ofMillis(1_000));
      assertFalse(timeout.expired());
      assertTrue(timeout.cancel());
      assertTrue(timeout.cancel());
      assertFalse(timeout.extend(SECOND));
      clock.advance(Duration.ofDays(1));
      assertFalse(timeout.expired());
    }
    try (var timeout = Timeout.of(SECOND, clock)) {
      timeout.extend(SECOND);
      clock.advance(Duration.ofSeconds(2));
      assertTrue(timeout.expired());
      assertFalse(timeout.extend(SECOND));
      assertFalse(timeout.cancel());
    }
    assertFalse(Thread.interrupted());
  }

  @Test
  void anOuterLimitEndsWhatTheInnerOneStillAllows() {
    var failure =
        assertThrows(
            TimedOutException.class,
            () ->
                Deadlines.call(
                    SECOND,
                    clock,
                    () ->
                        Deadlines.call(
                            SECOND.multipliedBy(5),
                            clock,
                            () -> {
                              clock.advance(SECOND);
                              never.await();
                              return null;
                            })));
    assertEquals("not done within 1000 ms", failure.getMessage());
    assertFalse(Thread.interrupted());
  }

  @Test
  void anInnerLimitLeavesTheOuterOneItsTime() throws Exception {
    var answer =
        Deadlines.call(
            SECOND.multipliedBy(5),
            clock,
            () -> {
              assertThrows(
                  TimedOutException.class,
                  () ->
                      Deadlines.call(
                          SECOND,
                          clock,
                          () -> {
                            clock.advance(SECOND);
                            never.await();
                            return null;
                          }));
              assertFalse(Thread.currentThread().isInterrupted());
              return "went on";
            });
    assertEquals("went on", answer);
  }

  @Test
  void whenBothAreOverTheOuterOneEndsWhatComesAfterTheInnerOne() {
    var outer =
        assertThrows(
            TimedOutException.class,
            () ->
                Deadlines.call(
                    SECOND.multipliedBy(2),
                    clock,
                    () -> {
                      try (var _ = Timeout.of(SECOND, clock)) {
                        clock.advance(SECOND.multipliedBy(3));
                      }
                      never.await();
                      return null;
                    }));
    assertEquals("not done within 2000 ms", outer.getMessage());
    assertFalse(Thread.interrupted());
  }

  @Test
  void limitsThatWereForgottenInsideEndWithTheOuterOne() {
    try (var _ = Timeout.of(SECOND.multipliedBy(9), clock)) {
      Timeout.of(SECOND, clock);
      Timeout.of(SECOND, clock);
    }
    assertEquals(0, clock.waiting());
    clock.advance(SECOND);
    assertFalse(Thread.interrupted());
  }

  @Test
  void anotherInterruptAndAnotherFailureArePassedOn() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () ->
            Deadlines.call(
                SECOND,
                clock,
                () -> {
                  never.await();
                  return null;
                }));
    var own = new IllegalStateException("its own");
    var thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Deadlines.call(
                    SECOND,
                    clock,
                    () -> {
                      clock.advance(SECOND);
                      throw own;
                    }));
    assertSame(own, thrown);
    assertFalse(Thread.interrupted());
  }

  @Test
  void onlyItsOwnThreadClosesIt() throws Exception {
    try (var timeout = Timeout.of(SECOND, clock)) {
      var refused = new CompletableFuture<Boolean>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              timeout.end();
            } catch (IllegalStateException e) {
              refused.complete(true);
            }
          })
          .join();
      assertTrue(refused.isDone());
    }
  }

  @Test
  void isRefusedOnAnEventLoop() throws Exception {
    var vertx = Vertx.vertx();
    try {
      var refused = new CompletableFuture<Void>();
      vertx.runOnContext(_ -> {
        assertThrows(IllegalStateException.class, () -> Timeout.of(SECOND));
        refused.complete(null);
      });
      refused.get(20, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void givesTheFallbackWhenItsOwnTimeIsOverAndOnlyThen() throws Exception {
    var late = Deadlines.call(NOTHING, () -> waitFor(new Semaphore(0)), () -> "fallback");
    assertEquals("fallback", late);
    assertEquals("in time", Deadlines.call(SECOND, () -> "in time", () -> "fallback"));
    assertThrows(
        TimedOutException.class,
        () ->
            Deadlines.call(
                Duration.ofMinutes(1),
                () -> Deadlines.call(NOTHING, () -> waitFor(new Semaphore(0))),
                () -> "fallback"));
    assertFalse(Thread.interrupted());
  }

  private static String waitFor(Semaphore something) throws InterruptedException {
    something.acquire();
    return "unexpected";
  }

  @Test
  void endsBlockedChannels() throws Exception {
    var pipe = Pipe.open();
    try (var source = pipe.source();
        var _ = pipe.sink()) {
      assertThrows(
          TimedOutException.class,
          () -> Deadlines.call(Duration.ofMillis(5), () -> source.read(ByteBuffer.allocate(1))));
      assertFalse(source.isOpen());
    }
    assertFalse(Thread.interrupted());
  }

  /** The real clock against blocks that end at the very moment when their time is over. */
  @Test
  void leavesNoInterruptBehindWhateverTheRace() throws Exception {
    for (var i = 0; i < 3_000; i++) {
      var limit = Duration.ofNanos(1_000L * (i % 300));
      try (var _ = Timeout.of(limit)) {
        var until = System.nanoTime() + 1_000L * (i % 299);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
      assertFalse(Thread.currentThread().isInterrupted(), "after " + limit);
    }
    // A late one would come within this wait.
    assertFalse(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS));
  }

  @Test
  void aFailureOfTheNetworkIsNotTakenForTheEndOfTime() {
    var reset = new UncheckedIOException(new IOException("Connection reset"));
    var thrown =
        assertThrows(
            UncheckedIOException.class,
            () ->
                Deadlines.call(
                    SECOND,
                    clock,
                    () -> {
                      throw reset;
                    }));
    assertSame(reset, thrown);
  }
}
