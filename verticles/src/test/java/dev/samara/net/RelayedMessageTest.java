package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A long message that arrives on one connection and leaves on another while it arrives. Connections
 * take turns on the two event loops, so that one with an even number has another loop than one with
 * an odd number.
 */
@Timeout(60)
class RelayedMessageTest {
  private static final LengthFraming FRAMING =
      new LengthFraming(LengthField.LENGTH_32, 1_000, 1L << 31);

  /** Two connections in, two out, and what came of the messages. */
  private static final class Relays implements AutoCloseable {
    final HubFixture fixture = new HubFixture();
    final List<Connection> targets = new ArrayList<>();
    final Queue<Future<Void>> sent = new ConcurrentLinkedQueue<>();
    final Queue<Integer> others = new ConcurrentLinkedQueue<>();
    final RawClient source;
    final List<RawClient> readers = new ArrayList<>();

    /** The source's messages go to the target of this number, 0 or 1. */
    Relays(int target) {
      Queue<Connection> opened = new ConcurrentLinkedQueue<>();
      var out = listen("out", new Target(opened));
      for (int i = 0; i < 2; i++) {
        readers.add(RawClient.tcp(out.port()));
        int expected = i + 1;
        eventually("connected", () -> opened.size() == expected);
      }
      targets.addAll(opened);
      source = RawClient.tcp(listen("in", new Source(targets.get(target), this)).port());
    }

    private Listener listen(String name, ConnectionHandler handler) {
      return fixture.listen(ListenerOptions.tcp(name, 0, FRAMING), Routes.handler(() -> handler));
    }

    Future<Void> outcome() {
      eventually("a message began", () -> !sent.isEmpty());
      return sent.peek();
    }

    @Override
    public void close() {
      source.close();
      readers.forEach(RawClient::close);
      fixture.close();
    }
  }

  private record Target(Queue<Connection> opened) implements ConnectionHandler {
    @Override
    public void connected(Connection connection) {
      opened.add(connection);
    }

    @Override
    public void message(Connection connection, Buffer message) {}
  }

  private record Source(Connection target, Relays relays) implements ConnectionHandler {
    @Override
    public void message(Connection connection, Buffer message) {
      relays.others.add(message.length());
    }

    @Override
    public boolean stream(MessageStream message) {
      relays.sent.add(target.send(message.lengthBytes(), message));
      return true;
    }
  }

  private static byte[] frame(int length) {
    var body = new byte[length];
    new Random(length).nextBytes(body);
    return ByteBuffer.allocate(4 + length).putInt(length).put(body).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void itsBytesArriveWhateverTheReadsWere(int target) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var relays = new Relays(target)) {
      for (int length : List.of(1_001, 100_000, 3_000_000)) {
        byte[] frame = frame(length);
        Thread.ofVirtual()
            .start(() -> {
              for (int at = 0; at < frame.length; ) {
                int next = Math.min(frame.length, at + 1 + random.nextInt(1 << random.nextInt(18)));
                relays.source.write(Arrays.copyOfRange(frame, at, next));
                at = next;
              }
            });
        assertArrayEquals(
            frame, relays.readers.get(target).read(frame.length), () -> "seed " + seed);
      }
      eventually("sent", () -> relays.sent.stream().allMatch(Future::succeeded));
      eventually("handled", () -> relays.fixture.figures("in").in().flushed() == 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aTargetThatDoesNotReadStopsTheSource(int target) {
    int length = 40_000_000;
    try (var relays = new Relays(target)) {
      var writer = Thread.ofVirtual().start(() -> relays.source.write(frame(length)));
      eventually(
          "paused", () -> relays.fixture.connections().stream().anyMatch(info -> info.paused()));
      assertTrue(writer.isAlive() && !relays.outcome().isComplete());
      assertArrayEquals(frame(length), relays.readers.get(target).read(4 + length));
      await(relays.outcome());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSourceThatLeavesEndsTheTarget(int target) {
    try (var relays = new Relays(target)) {
      relays.source.write(Arrays.copyOf(frame(1_000_000), 300_000));
      assertEquals(200_000, relays.readers.get(target).read(200_000).length);
      relays.source.reset();
      var failure = assertThrows(UndeliveredException.class, () -> await(relays.outcome()));
      assertEquals(Outcome.INCOMPLETE, failure.outcome());
      assertEquals(Cause.ENCODER_FAILED, failure.why());
      assertTrue(failure.getMessage().startsWith("the source failed: "), failure.getMessage());
      relays.readers.get(target).readToEndBytes();
      assertEquals(1, relays.fixture.figures("in").in().returned());
      assertEquals(1, relays.fixture.figures("out").out().incomplete());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSourceGoesOnWithoutItsTarget(int target) {
    int length = 20_000_000;
    try (var relays = new Relays(target)) {
      Thread.ofVirtual()
          .start(() -> {
            relays.source.write(frame(length));
            relays.source.write(frame(5));
          });
      assertEquals(200_000, relays.readers.get(target).read(200_000).length);
      relays.readers.get(target).reset();
      var failure = assertThrows(UndeliveredException.class, () -> await(relays.outcome()));
      assertEquals(Outcome.INCOMPLETE, failure.outcome());
      eventually("the next message", () -> List.copyOf(relays.others).equals(List.of(5)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aTargetThatHasEndedRefusesIt(int target) {
    try (var relays = new Relays(target)) {
      relays.readers.get(target).close();
      eventually("ended", () -> relays.fixture.figures("out").open() == 1);
      relays.source.write(frame(1_000_000));
      relays.source.write(frame(7));
      var failure = assertThrows(UndeliveredException.class, () -> await(relays.outcome()));
      assertEquals(Outcome.REJECTED, failure.outcome());
      eventually("the next message", () -> List.copyOf(relays.others).equals(List.of(7)));
    }
  }
}
