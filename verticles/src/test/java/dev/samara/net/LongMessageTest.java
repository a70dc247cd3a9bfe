package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages over the in-memory limit pass as streams, in both directions. */
@Timeout(60)
class LongMessageTest {

  private static final int IN_MEMORY_BYTES = 1000;
  private static final LengthFraming FRAMING =
      new LengthFraming(LengthField.LENGTH_32, IN_MEMORY_BYTES, 1L << 31);

  /** Writes down what happens, in order. */
  private static class Recorder implements ConnectionHandler {

    final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    final AtomicReference<Connection> connection = new AtomicReference<>();

    @Override
    public void connected(Connection opened) {
      connection.set(opened);
    }

    @Override
    public void message(Connection from, Buffer message) {
      log.add("message " + message.length());
    }

    @Override
    public boolean stream(MessageStream message) {
      var bytes = new AtomicLong();
      message
          .exceptionHandler(_ -> log.add("broken after " + bytes))
          .endHandler(_ -> log.add("stream %d of %d".formatted(bytes.get(), message.lengthBytes())))
          .handler(part -> bytes.addAndGet(part.length()));
      return true;
    }
  }

  private static byte[] frame(int length) {
    var frame = ByteBuffer.allocate(4 + length).putInt(length);
    for (var i = 0; i < length; i++) {
      frame.put((byte) i);
    }
    return frame.array();
  }

  private static byte[] frames(int... lengths) {
    var all = Buffer.buffer();
    for (var length : lengths) {
      all.appendBytes(frame(length));
    }
    return all.getBytes();
  }

  private static Listener listen(HubFixture fixture, ConnectionHandler handler) {
    return fixture.listen(ListenerOptions.tcp("long", 0, FRAMING), Routes.handler(() -> handler));
  }

  @Test
  void aLongMessageKeepsItsPlaceAmongTheOthers() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      try (var client = RawClient.tcp(listener.port())) {
        client.write(frames(10, IN_MEMORY_BYTES, IN_MEMORY_BYTES + 1, 20, 300_000, 0));
        eventually("all arrived", () -> recorder.log.size() == 6);
      }
      assertEquals(
          List.of(
              "message 10",
              "message 1000",
              "stream 1001 of 1001",
              "message 20",
              "stream 300000 of 300000",
              "message 0"),
          List.copyOf(recorder.log));
      eventually("dealt with", () -> fixture.figures("long").in().flushed() == 6);
    }
  }

  @Test
  void nobodyTakesItSoTheSocketIsNotReadAndLaterMessagesWait() {
    try (var fixture = new HubFixture()) {
      var held = new AtomicReference<MessageStream>();
      var recorder =
          new Recorder() {
            @Override
            public boolean stream(MessageStream message) {
              super.stream(message);
              held.set(message.pause());
              return true;
            }
          };
      var listener = listen(fixture, recorder);
      var length = 30_000_000;
      try (var client = RawClient.tcp(listener.port())) {
        var writer = Thread.ofVirtual().start(() -> client.write(frames(length, 5)));
        eventually("paused", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        assertTrue(writer.isAlive());
        assertEquals(List.of(), List.copyOf(recorder.log));
        held.get().resume();
        eventually("all arrived", () -> recorder.log.size() == 2);
      }
      assertEquals(
          List.of("stream %d of %d".formatted(length, length), "message 5"),
          List.copyOf(recorder.log));
    }
  }

  @Test
  void thePeerLeavesWithinALongMessage() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      try (var client = RawClient.tcp(listener.port())) {
        client.write(ByteBuffer.allocate(4 + 5000).putInt(100_000).array()).endOutput();
        assertEquals("", client.readToEnd());
      }
      eventually("broken", () -> recorder.log.contains("broken after 5000"));
      assertEquals(1, fixture.figures("long").in().returned());
    }
  }

  @Test
  void aRouteThatTakesNoStreamsClosesTheConnection() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, (from, message) -> from.post(message));
      try (var client = RawClient.tcp(listener.port())) {
        client.write(frames(3, 2000));
        assertArrayEquals(frame(3), client.read(7));
        assertEquals("", client.readToEnd());
      }
      assertEquals(1, fixture.figures("long").in().rejected());
    }
  }

  @Test
  void aStreamIsSentBetweenMessages() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> recorder.connection.get() != null);
        var connection = recorder.connection.get();
        var pieces = new Pieces(100, 3000);
        var sent =
            List.of(
                connection.send(Buffer.buffer(frameBody(7))),
                connection.send(300_000, pieces),
                connection.send(Buffer.buffer(frameBody(9))));
        assertEquals(7 + 4, client.read(11).length);
        assertEquals(300_000, ByteBuffer.wrap(client.read(4)).getInt());
        assertEquals(300_000, client.read(300_000).length);
        assertArrayEquals(frame(9), client.read(13));
        await(Future.all(sent));
      }
    }
  }

  private static byte[] frameBody(int length) {
    return Arrays.copyOfRange(frame(length), 4, 4 + length);
  }

  /** Gives pieces and suspends before every second one. */
  private static final class Pieces implements Encoder {
    private final int pieceBytes;
    private int left;
    private boolean waits;
    private boolean closed;

    Pieces(int pieces, int pieceBytes) {
      this.left = pieces;
      this.pieceBytes = pieceBytes;
    }

    @Override
    public EncodeStep pull() {
      if (left == 0) {
        return new EncodeStep.Done();
      }
      waits = !waits;
      if (waits) {
        Promise<Void> later = Promise.promise();
        Thread.ofVirtual().start(later::complete);
        return new EncodeStep.Suspended(later.future());
      }
      left--;
      return new EncodeStep.Bytes(Buffer.buffer(new byte[pieceBytes]));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void aStreamShorterThanAnnouncedEndsTheConnection() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> recorder.connection.get() != null);
        var pieces = new Pieces(10, 400_000);
        var sent = recorder.connection.get().send(5_000_000, pieces);
        assertEquals(1_000_000, client.read(1_000_000).length);
        var failure = assertThrows(UndeliveredException.class, () -> await(sent));
        assertEquals("the message is 1000000 bytes shorter than announced", failure.getMessage());
        assertEquals(Outcome.INCOMPLETE, failure.outcome());
        assertTrue(pieces.closed);
        assertTrue(client.readToEndBytes().length <= 3_000_004);
      }
      assertEquals(1, fixture.figures("long").out().incomplete());
    }
  }

  @Test
  void aStreamOfAnotherKindThanAnnouncedIsRefusedBeforeItBegins() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> recorder.connection.get() != null);
        var pieces = new Pieces(1, 1);
        var tooLong = recorder.connection.get().send((1L << 31) + 1, pieces);
        var failure = assertThrows(UndeliveredException.class, () -> await(tooLong));
        assertEquals(Outcome.REJECTED, failure.outcome());
        assertTrue(pieces.closed);
        client.write(frame(1));
        eventually("still open", () -> recorder.log.size() == 1);
      }
    }
  }

  @Test
  void thePeerLeavesWhileTheEncoderWaits() {
    try (var fixture = new HubFixture()) {
      var recorder = new Recorder();
      var listener = listen(fixture, recorder);
      var connections = new ArrayList<Future<Void>>();
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> recorder.connection.get() != null);
        connections.add(
            recorder
                .connection
                .get()
                .send(5000, () -> new EncodeStep.Suspended(Promise.<Void>promise().future())));
        client.reset();
      }
      var failure = assertThrows(UndeliveredException.class, () -> await(connections.getFirst()));
      assertEquals(Outcome.RETURNED, failure.outcome());
      assertFalse(recorder.connection.get().closed().failed());
    }
  }

  @Test
  void aStreamIsPassedOnWithoutEverBeingWhole() {
    try (var fixture = new HubFixture()) {
      var sent = new AtomicReference<Future<Void>>();
      var echo =
          new Recorder() {
            @Override
            public boolean stream(MessageStream message) {
              sent.set(message.connection().send(message.lengthBytes(), message));
              return true;
            }
          };
      var listener = listen(fixture, echo);
      var length = 8_760_000;
      try (var client = RawClient.tcp(listener.port())) {
        Thread.ofVirtual().start(() -> client.write(frame(length)));
        assertArrayEquals(frame(length), client.read(4 + length));
        await(sent.get());
      }
    }
  }
}
