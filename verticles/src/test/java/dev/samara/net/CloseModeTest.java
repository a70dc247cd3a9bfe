package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A peer that does not read, and what comes back from its connection. */
class CloseModeTest {

  private static final int MESSAGES = 300;
  private static final int MESSAGE_BYTES = 50_000;

  /** A listener whose one connection is handed to the test. */
  private static final class Stalled implements AutoCloseable {
    final HubFixture fixture = new HubFixture();
    final CompletableFuture<Connection> accepted = new CompletableFuture<>();
    final RawClient client;
    final Connection connection;
    final List<Future<Void>> sent = new ArrayList<>();

    Stalled(long maxQueuedBytes, SlowConsumerPolicy policy) throws Exception {
      this(maxQueuedBytes, policy, HubFixture.PATIENCE);
    }

    Stalled(long maxQueuedBytes, SlowConsumerPolicy policy, Duration close) throws Exception {
      ConnectionHandler handler =
          new ConnectionHandler() {
            @Override
            public void connected(Connection c) {
              accepted.complete(c);
            }

            @Override
            public void message(Connection c, Buffer message) {
              // The peer only listens.
            }
          };
      var options =
          ConnectionOptions.of(new LengthFraming(100_000))
              .withQueue(maxQueuedBytes, policy)
              .withTimeouts(Timeouts.DEFAULT.withClose(close));
      var listener =
          fixture.listen(
              ListenerOptions.tcp("slow", 0, new LengthFraming(1)).withConnection(options),
              Routes.handler(() -> handler));
      client = RawClient.tcp(listener.port());
      connection = FaultTest.get(accepted);
    }

    /** Sends numbered messages, more than the sockets' buffers take. */
    void sendAll() {
      for (var i = 0; i < MESSAGES; i++) {
        var message = Buffer.buffer(new byte[MESSAGE_BYTES]).setInt(0, i);
        sent.add(connection.send(message));
      }
    }

    /** Reads what the peer gets until the end, and returns the numbers of whole messages. */
    List<Integer> readNumbers() {
      var all = client.readToEndBytes();
      var numbers = new ArrayList<Integer>();
      var buffer = ByteBuffer.wrap(all);
      while (buffer.remaining() >= 4 + MESSAGE_BYTES) {
        assertEquals(MESSAGE_BYTES, buffer.getInt());
        numbers.add(buffer.getInt(buffer.position()));
        buffer.position(buffer.position() + MESSAGE_BYTES);
      }
      return numbers;
    }

    void assertNothingLost(Event.Disconnected end) {
      var flushed = sent.stream().filter(Future::succeeded).count();
      var numbers = new ArrayList<Integer>();
      end.incomplete().ifPresent(message -> numbers.add(message.getInt(0)));
      end.queued().forEach(message -> numbers.add(message.getInt(0)));
      // What came back continues exactly where what was flushed ends.
      assertEquals(IntStream.range((int) flushed, MESSAGES).boxed().toList(), numbers);
      var out = fixture.figures("slow").out();
      assertEquals(flushed, out.flushed());
      assertEquals(end.incomplete().isPresent() ? 1 : 0, out.incomplete());
      assertEquals(end.queued().size(), out.returned());
    }

    @Override
    public void close() {
      client.close();
      fixture.close();
    }
  }

  @Test
  void nowGivesBackThePartlySentMessageAndTheQueue() throws Exception {
    try (var stalled = new Stalled(Long.MAX_VALUE / 4, SlowConsumerPolicy.REJECT)) {
      stalled.sendAll();
      eventually("some sent", () -> stalled.sent.getFirst().succeeded());
      var end = await(stalled.connection.close(CloseMode.NOW));
      assertTrue(end instanceof Event.DisconnectFinished);
      assertFalse(end.queued().isEmpty(), "the queue was longer than the sockets' buffers");
      stalled.assertNothingLost(end);
    }
  }

  @Test
  void drainSendsEverythingToAPeerThatReads() throws Exception {
    try (var stalled = new Stalled(Long.MAX_VALUE / 4, SlowConsumerPolicy.REJECT)) {
      stalled.sendAll();
      var end = stalled.connection.close(CloseMode.DRAIN);
      assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), stalled.readNumbers());
      assertTrue(await(end).queued().isEmpty());
      stalled.assertNothingLost(await(end));
    }
  }

  @Test
  void drainGivesUpAtTheDeadlineAndGivesBackTheRest() throws Exception {
    var limit = Duration.ofMillis(700);
    try (var stalled = new Stalled(Long.MAX_VALUE / 4, SlowConsumerPolicy.REJECT, limit)) {
      stalled.sendAll();
      var end = await(stalled.connection.close(CloseMode.DRAIN));
      assertFalse(end.queued().isEmpty());
      stalled.assertNothingLost(end);
    }
  }

  @Test
  void finishMessageCompletesWhatTheSocketHasAndGivesBackTheRest() throws Exception {
    try (var stalled = new Stalled(Long.MAX_VALUE / 4, SlowConsumerPolicy.REJECT)) {
      stalled.sendAll();
      eventually("some sent", () -> stalled.sent.getFirst().succeeded());
      var ending = stalled.connection.close(CloseMode.FINISH_MESSAGE);
      var numbers = stalled.readNumbers();
      var end = await(ending);
      assertTrue(end.incomplete().isEmpty());
      assertFalse(end.queued().isEmpty());
      assertEquals(MESSAGES, numbers.size() + end.queued().size());
      stalled.assertNothingLost(end);
    }
  }

  @Test
  void aSendAfterTheEndIsRejected() throws Exception {
    try (var stalled = new Stalled(1_000_000, SlowConsumerPolicy.REJECT)) {
      await(stalled.connection.close(CloseMode.DRAIN));
      var late = stalled.connection.send(Buffer.buffer("late"));
      eventually("an outcome", late::isComplete);
      assertEquals(Outcome.REJECTED, ((UndeliveredException) late.cause()).outcome());
    }
  }

  @Test
  void rejectKeepsTheConnectionAndTheQueueBounded() throws Exception {
    try (var stalled = new Stalled(1_000_000, SlowConsumerPolicy.REJECT)) {
      stalled.sendAll();
      // Not the last one: the kernel may have made room for it.
      eventually("a rejection", () -> stalled.sent.stream().anyMatch(Future::failed));
      var info = stalled.fixture.connections().getFirst();
      assertEquals("open", info.state());
      assertTrue(info.queuedBytes() <= 1_000_000, info.toString());
      assertTrue(info.out().rejected() > 0 && info.out().addsUp(), info.toString());
    }
  }

  @Test
  void dropOldestKeepsTheNewest() throws Exception {
    try (var stalled = new Stalled(1_000_000, SlowConsumerPolicy.DROP_OLDEST)) {
      stalled.sendAll();
      var ending = stalled.connection.close();
      var numbers = stalled.readNumbers();
      await(ending);
      assertTrue(numbers.size() < MESSAGES, "something was dropped");
      assertEquals(MESSAGES - 1, numbers.getLast());
      assertEquals(numbers.stream().sorted().toList(), numbers);
      assertEquals(MESSAGES - numbers.size(), stalled.fixture.figures("slow").out().returned());
    }
  }

  @Test
  void disconnectEndsAPeerThatDoesNotRead() throws Exception {
    try (var stalled = new Stalled(1_000_000, SlowConsumerPolicy.DISCONNECT)) {
      stalled.sendAll();
      var end = await(stalled.connection.closed());
      assertEquals("the peer does not read and its queue is full", end.reason());
      eventually("all with an outcome", () -> stalled.sent.stream().allMatch(Future::isComplete));
      var out = stalled.fixture.figures("slow").out();
      assertEquals(MESSAGES, out.accepted());
      assertTrue(out.addsUp() && out.inFlight() == 0, out.toString());
    }
  }
}
