package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every stream transport must do, on every kind of event loop that the machine has. */
class TransportContractTest {

  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;

  static Stream<Arguments> wires() {
    return Stream.of("nio", "epoll")
        .flatMap(loops -> Stream.of(TestWire.values()).map(wire -> Arguments.of(wire, loops)));
  }

  private static HubFixture fixture(String loops) {
    var isNio = loops.equals("nio");
    var fixture = new HubFixture(isNio ? Transport.NIO : Transport.EPOLL);
    assertEquals(loops, fixture.hub.status().eventLoopTransport());
    return fixture;
  }

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static Framing lines() {
    return new LineFraming(64 * 1024);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void answersInOrderWhateverTheReads(TestWire wire, String loops) throws Exception {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var all = Buffer.buffer();
    var sizes = new ArrayList<Integer>();
    for (var i = 0; i < 500; i++) {
      var message = new byte[random.nextInt(i % 50 == 0 ? 50_000 : 300)];
      random.nextBytes(message);
      sizes.add(message.length);
      all.appendInt(message.length).appendBytes(message);
    }
    try (var fixture = fixture(loops)) {
      try (var peer = wire.connect(fixture, new LengthFraming(100_000), echo(), folder)) {
        var writer = Thread.ofPlatform().start(() -> writeCut(peer, all.getBytes(), random));
        assertArrayEquals(all.getBytes(), peer.read(all.length()), "seed " + seed);
        writer.join();
      }
      eventually("closed", () -> fixture.figures(TestWire.NAME).open() == 0);
      assertEquals(sizes.size(), fixture.figures(TestWire.NAME).in().flushed());
      assertEquals(sizes.size(), fixture.figures(TestWire.NAME).out().flushed());
    }
  }

  private static void writeCut(StreamPeer peer, byte[] bytes, Random random) {
    for (var from = 0; from < bytes.length; ) {
      var to = Math.min(bytes.length, from + 1 + random.nextInt(20_000));
      peer.write(bytes, from, to);
      from = to;
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void carriesALargeMessage(TestWire wire, String loops) throws Exception {
    var message = new byte[4 + 4 * MIB];
    new Random(1).nextBytes(message);
    ByteBuffer.wrap(message).putInt(4 * MIB);
    try (var fixture = fixture(loops);
        var peer = wire.connect(fixture, new LengthFraming(4 * MIB), echo(), folder)) {
      peer.write(message, 0, message.length);
      assertArrayEquals(message, peer.read(message.length));
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void answersAfterThePeerHasEndedItsSide(TestWire wire, String loops) throws Exception {
    try (var fixture = fixture(loops)) {
      try (var peer = wire.connect(fixture, lines(), echo(), folder)) {
        peer.write("one\ntwo\nthree\n").endOutput();
        var answers = peer.readToEnd();
        if (wire.halfCloses()) {
          assertEquals("one\ntwo\nthree\n", answers);
        }
      }
      eventually("closed", () -> fixture.figures(TestWire.NAME).open() == 0);
      var out = fixture.figures(TestWire.NAME).out();
      var unsent = wire.halfCloses() ? 0 : out.incomplete() + out.returned();
      assertEquals(3, out.flushed() + unsent);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void thePeerReadsAllThatWasSentBeforeAnEndInOrder(TestWire wire, String loops) throws Exception {
    ConnectionHandler handler =
        (connection, message) -> {
          for (var i = 0; i < 1_000; i++) {
            connection.post(Buffer.buffer("answer " + i));
          }
          connection.close(CloseMode.DRAIN);
        };
    try (var fixture = fixture(loops)) {
      try (var peer = wire.connect(fixture, lines(), Routes.handler(() -> handler), folder)) {
        peer.write("go\n");
        var answers = peer.readToEnd().lines().toList();
        assertEquals(1_000, answers.size());
        assertEquals("answer 999", answers.getLast());
      }
      eventually("closed", () -> fixture.figures(TestWire.NAME).open() == 0);
      assertEquals(1_000, fixture.figures(TestWire.NAME).out().flushed());
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aPeerThatDoesNotReadIsNotReadUntilItDoes(TestWire wire, String loops) throws Exception {
    var line = "x".repeat(999) + "\n";
    var total = 20_000;
    try (var fixture = fixture(loops);
        var peer = wire.connect(fixture, lines(), echo(), folder)) {
      var block = line.repeat(100);
      var writer = Thread.ofPlatform().start(() -> writeBlocks(peer, block, total / 100));
      eventually("paused", () -> only(fixture).paused());
      var queued = only(fixture).queuedBytes();
      assertTrue(queued < 4L * MIB, "queued: " + queued);
      for (var i = 0; i < total; i++) {
        assertEquals(
            line, new String(peer.read(line.length()), java.nio.charset.StandardCharsets.US_ASCII));
      }
      writer.join();
    }
  }

  private static void writeBlocks(StreamPeer peer, String block, int blocks) {
    for (var i = 0; i < blocks; i++) {
      peer.write(block);
    }
  }

  private static ConnectionInfo only(HubFixture fixture) {
    eventually("connected", () -> fixture.connections().size() == 1);
    return fixture.connections().getFirst();
  }

  @ParameterizedTest
  @MethodSource("wires")
  void tellsOfAPeerThatGoes(TestWire wire, String loops) throws Exception {
    var ends = Collections.synchronizedList(new ArrayList<Event>());
    try (var fixture = fixture(loops)) {
      fixture.hub.observe(event -> {
        if (event instanceof Event.Disconnected) {
          ends.add(event);
        }
      });
      try (var peer = wire.connect(fixture, lines(), echo(), folder)) {
        peer.write("half a li");
        only(fixture);
      }
      eventually("told", () -> ends.size() == 1);
      assertInstanceOf(Event.RemoteDisconnected.class, ends.getFirst());
    }
  }
}
