package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.convert.ConverterFraming;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.route.Routes;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A decoder that waits for a future holds up its socket, and nothing gets lost meanwhile. */
@Timeout(60)
class SuspendedDecoderTest {

  private final ConcurrentLinkedQueue<Promise<Void>> gates = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closed = new AtomicInteger();

  /** Lines, each of which is looked up somewhere before it counts. */
  private final class LookedUp implements Converter<Buffer> {

    @Override
    public String name() {
      return "looked-up";
    }

    @Override
    public Encoder encoder(Buffer line) {
      var given = new boolean[1];
      return () -> {
        if (given[0]) {
          return new EncodeStep.Done();
        }
        given[0] = true;
        return new EncodeStep.Bytes(line.copy().appendString("\n"));
      };
    }

    @Override
    public Decoder<Buffer> decoder() {
      return new LineDecoder();
    }
  }

  private final class LineDecoder implements Decoder<Buffer> {

    private final Buffer line = Buffer.buffer();
    private boolean complete;

    @Override
    public DecodeStep<Buffer> push(Buffer bytes) {
      if (complete) {
        return new DecodeStep.Message<>(line, bytes);
      }
      var end = bytes.toString().indexOf('\n');
      if (end < 0) {
        line.appendBuffer(bytes);
        return new DecodeStep.NeedMore<>();
      }
      line.appendBuffer(bytes.getBuffer(0, end));
      complete = true;
      Promise<Void> gate = Promise.promise();
      gates.add(gate);
      return new DecodeStep.Suspended<>(gate.future(), bytes.getBuffer(end + 1, bytes.length()));
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private Listener listen(HubFixture fixture) {
    var framing = new ConverterFraming(new LookedUp(), 100_000);
    return fixture.listen(
        ListenerOptions.tcp("looked-up", 0, framing),
        Routes.handler(() ->
            (connection, message) -> {
              messages.add(message.toString());
              connection.post(message);
            }));
  }

  private void openGate() {
    eventually("waiting", () -> !gates.isEmpty());
    var gate = gates.poll();
    Thread.ofVirtual().start(gate::complete);
  }

  @Test
  void messagesComeInOrderAsTheFuturesComplete() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        client.write("one\ntwo\nth");
        eventually("waiting", () -> gates.size() == 1);
        assertEquals(List.of(), List.copyOf(messages));
        openGate();
        assertEquals("one", client.readLine());
        client.write("ree\n").endOutput();
        openGate();
        openGate();
        assertEquals("two\nthree\n", client.readToEnd());
      }
      assertEquals(List.of("one", "two", "three"), List.copyOf(messages));
    }
  }

  @Test
  void theSocketIsNotReadMeanwhile() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        client.write("first\n");
        eventually("waiting", () -> gates.size() == 1);
        client.write("second\n");
        eventually("paused", () -> fixture.connections().stream().anyMatch(ConnectionInfo::paused));
        openGate();
        openGate();
        assertEquals("first", client.readLine());
        assertEquals("second", client.readLine());
      }
    }
  }

  @Test
  void aFutureThatFailsBreaksTheStream() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        client.write("unknown\nnever\n");
        eventually("waiting", () -> gates.size() == 1);
        gates.poll().fail("nobody knows it");
        assertEquals("", client.readToEnd());
      }
      assertEquals(List.of(), List.copyOf(messages));
    }
  }

  @Test
  void aPeerThatLeavesMeanwhileClosesTheDecoder() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      var client = RawClient.tcp(listener.port());
      client.write("looked up for ever\n");
      eventually("waiting", () -> gates.size() == 1);
      client.reset();
      eventually("closed", () -> closed.get() == 1);
    }
  }
}
