package dev.samara.net.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How accepting stops and goes on, with a clock that stands still until told. */
class AcceptGateTest {

  private final List<String> told = new ArrayList<>();
  private final AcceptGate gate =
      new AcceptGate(
          new AcceptGate.Watcher() {
            @Override
            public void failed() {
              told.add("failed");
            }

            @Override
            public void suspended(String cause) {
              told.add("suspended: " + cause);
            }

            @Override
            public void resumed() {
              told.add("resumed");
            }
          });
  private final EmbeddedChannel socket = new EmbeddedChannel();

  AcceptGateTest() {
    socket.freezeTime();
    socket.pipeline().addLast(gate);
  }

  private void fail(String cause) {
    socket.pipeline().fireExceptionCaught(new IOException(cause));
  }

  private void pass(long millis) {
    socket.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    socket.runPendingTasks();
  }

  private boolean accepts() {
    return socket.config().isAutoRead();
  }

  @Test
  void pausesTwiceAsLongEachTimeUpToOneSecond() {
    fail("EMFILE");
    for (var pause : new long[] {10, 20, 40, 80, 160, 320, 640, 1_000, 1_000}) {
      assertFalse(accepts(), "paused for " + pause);
      pass(pause - 1);
      assertFalse(accepts(), "still paused for " + pause);
      pass(1);
      assertTrue(accepts(), "probes after " + pause);
      fail("EMFILE");
    }
    assertEquals(1, told.stream().filter("suspended: EMFILE"::equals).count());
    assertEquals(10, told.stream().filter("failed"::equals).count());
  }

  @Test
  void aSocketInBetweenIsNoRecovery() {
    fail("ENOBUFS");
    pass(10);
    socket.writeInbound("a socket");
    fail("ENOBUFS");
    assertEquals(List.of("failed", "suspended: ENOBUFS", "failed"), told);
    pass(19);
    assertFalse(accepts());
    pass(1);
    assertTrue(accepts());
  }

  @Test
  void aQuietSecondEndsTheProbe() {
    fail("ENFILE");
    pass(10);
    pass(999);
    assertEquals(List.of("failed", "suspended: ENFILE"), told);
    pass(1);
    assertEquals("resumed", told.getLast());
    fail("ENFILE");
    pass(9);
    assertFalse(accepts());
    pass(1);
    assertTrue(accepts(), "the first pause is short again");
  }

  @Test
  void errorsOfOneConnectionDoNotPause() {
    // Only the native transports tell numbers.
    Epoll.ensureAvailability();
    for (var number : new int[] {-1, -71, -103}) {
      socket.pipeline().fireExceptionCaught(new NativeIoException("accept", number, false));
      assertTrue(accepts(), "error " + number);
    }
    assertEquals(List.of("failed", "failed", "failed"), told);
    socket.pipeline().fireExceptionCaught(new NativeIoException("accept", -24, false));
    assertFalse(accepts(), "EMFILE");
  }

  @Test
  void aPauseAskedForOutlastsARecovery() {
    gate.pause(true);
    assertFalse(accepts());
    fail("EMFILE");
    pass(10);
    pass(1_000);
    assertEquals("resumed", told.getLast());
    assertFalse(accepts());
    gate.pause(false);
    assertTrue(accepts());
  }
}
