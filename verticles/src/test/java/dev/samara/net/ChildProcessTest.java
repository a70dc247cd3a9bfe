package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.process.ChildOptions;
import dev.samara.net.process.ChildProcess;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Child processes as connections: real ones. */
class ChildProcessTest {

  private static final LineFraming LINES = new LineFraming(1_000);

  /** Passes in a test; twice as long is within what a test may wait. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;

  private final RecordingHandler heard =
      new RecordingHandler() {
        @Override
        public void outputEmpty(dev.samara.net.connection.Connection connection) {
          // How often depends on the operating system.
        }
      };

  private ChildProcess start(HubFixture fixture, ChildOptions options) {
    return start(fixture, options, HubFixture.PATIENCE);
  }

  private ChildProcess start(HubFixture fixture, ChildOptions options, Duration grace) {
    return await(ChildProcess.start(fixture.hub, options.withGrace(grace), heard.route()));
  }

  private static ChildOptions shell(String script) {
    return ChildOptions.of("child", LINES, "sh", "-c", script);
  }

  @Test
  void catAnswersAndEndsWithItsInput() {
    try (var fixture = new HubFixture()) {
      var cat = start(fixture, ChildOptions.of("cat", LINES, "cat"));
      await(cat.connection().send(Buffer.buffer("hello")));
      eventually("answered", () -> heard.told.contains("message hello"));
      cat.connection().post(Buffer.buffer("and"));
      cat.connection().post(Buffer.buffer("bye"));
      eventually("all is answered", () -> heard.told.contains("message bye"));
      assertEquals(0, await(cat.stop()));
      await(cat.connection().closed());
      assertEquals(
          List.of("connected", "message hello", "message and", "message bye", "disconnected []"),
          heard.told);
    }
  }

  @Test
  void getsItsEnvironmentItsFolderAndItsArguments() throws Exception {
    try (var fixture = new HubFixture()) {
      var options =
          ChildOptions.of(
                  "child", LINES, "sh", "-c", "echo $WORD; pwd; echo $1; exit 7", "sh", "a b")
              .withEnvironment(Map.of("WORD", "wörd"))
              .withFolder(folder);
      var child = start(fixture, options);
      assertEquals(7, await(child.exit()));
      var end = await(child.connection().closed());
      assertEquals(Cause.PEER_CLOSED, end.cause());
      assertEquals(
          List.of(
              "connected",
              "message wörd",
              "message " + folder.toRealPath(),
              "message a b",
              "disconnected []"),
          heard.told);
    }
  }

  @Test
  void aProgramThatIsNotThereFailsWithOneLine() {
    try (var fixture = new HubFixture()) {
      var options = ChildOptions.of("child", LINES, "no-such-program");
      var started = ChildProcess.start(fixture.hub, options, heard.route());
      var failure = assertThrows(IllegalStateException.class, () -> await(started));
      assertTrue(failure.getMessage().contains("no-such-program"), failure.getMessage());
      await(fixture.hub.drain(Duration.ZERO));
      var late = ChildProcess.start(fixture.hub, ChildOptions.of("c", LINES, "cat"), heard.route());
      assertThrows(IllegalStateException.class, () -> await(late));
    }
  }

  @Test
  void oneThatIsKilledGivesBackWhatItHasNotRead() {
    try (var fixture = new HubFixture()) {
      var child = start(fixture, neverReads());
      var sent = sendMuch(child);
      assertEquals(KILLED, await(child.kill()));
      var end = await(child.connection().closed());
      // Which of its pipes breaks first is a matter of luck.
      assertTrue(end.cause().isByPeer(), end.cause().toString());
      assertAccountedFor(fixture, sent, end.queued().size() + end.incomplete().stream().count());
    }
  }

  @Test
  void oneThatNeverReadsIsLeftAtOnceAndKilledAfterItsGrace() {
    try (var fixture = new HubFixture()) {
      // It does not mind SIGTERM either.
      var child = start(fixture, neverReads(), SHORT);
      var sent = sendMuch(child);
      var end = await(child.connection().close(CloseMode.NOW));
      assertFalse(child.exit().isComplete(), "it has its grace");
      assertAccountedFor(fixture, sent, end.queued().size() + end.incomplete().stream().count());
      assertEquals(KILLED, await(child.exit()));
    }
  }

  private static ChildOptions neverReads() {
    var options =
        ConnectionOptions.of(new LengthFraming(10_000))
            .withQueue(100_000_000, SlowConsumerPolicy.REJECT);
    return shell("trap '' TERM; while :; do sleep 0.1; done").withConnection(options);
  }

  /** More than a pipe takes. */
  private static List<Future<Void>> sendMuch(ChildProcess child) {
    var sent = new ArrayList<Future<Void>>();
    for (var i = 0; i < 200; i++) {
      sent.add(child.connection().send(Buffer.buffer(new byte[5_000])));
    }
    // Some have gone into the pipe.
    await(sent.getFirst());
    return sent;
  }

  private static void assertAccountedFor(HubFixture fixture, List<Future<Void>> sent, long back) {
    sent.forEach(one -> await(one.otherwiseEmpty()));
    var failed = sent.stream().filter(Future::failed).toList();
    assertEquals(back, failed.size());
    failed.forEach(one -> assertTrue(one.cause() instanceof UndeliveredException));
    var out = fixture.figures("child").out();
    assertEquals(200, out.accepted());
    assertEquals(200 - back, out.flushed());
    assertTrue(out.addsUp() && out.inFlight() == 0, out.toString());
    // A pipe of Linux holds 64 KiB at most: thirteen messages, and a part of one.
    assertTrue(out.flushed() >= 1 && out.flushed() < 20, out.toString());
    assertTrue(out.incomplete() <= 1, out.toString());
  }

  @Test
  void endsWithItsHub() {
    var fixture = new HubFixture();
    var child = start(fixture, shell("sleep 60"), SHORT);
    fixture.close();
    assertEquals(TERMINATED, await(child.exit()));
  }

  @Test
  void aGrandchildThatKeepsTheOutputDoesNotKeepTheConnection() {
    try (var fixture = new HubFixture()) {
      var child = start(fixture, shell("sleep 30 & echo done"), SHORT);
      assertEquals(0, await(child.exit()));
      // Whether Java's reader or the grace comes first is a matter of luck.
      var cause = await(child.connection().closed()).cause();
      assertTrue(cause == Cause.CLOSED || cause == Cause.PEER_CLOSED, cause.toString());
      assertTrue(heard.told.contains("message done"), heard.told.toString());
    }
  }

  @Test
  void whatItSaysOnStandardErrorDoesNotHoldItUp() {
    try (var fixture = new HubFixture()) {
      // Longer than a pipe, without any line end.
      var child = start(fixture, shell("head -c 200000 /dev/zero >&2; echo over"));
      assertEquals(0, await(child.exit()));
      eventually("heard", () -> heard.told.contains("message over"));
    }
  }

  @Test
  void checksItsOptions() {
    assertThrows(IllegalArgumentException.class, () -> ChildOptions.of("a b", LINES, "cat"));
    assertThrows(IllegalArgumentException.class, () -> ChildOptions.of("cat", LINES));
    var cat = ChildOptions.of("cat", LINES, "cat");
    assertThrows(IllegalArgumentException.class, () -> cat.withGrace(Duration.ofMillis(-1)));
    assertThrows(IllegalArgumentException.class, () -> cat.withGrace(Duration.ofHours(2)));
  }
}
