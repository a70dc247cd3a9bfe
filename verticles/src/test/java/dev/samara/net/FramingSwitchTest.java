package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.codec.raw.RawFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A protocol that changes its framing at an exact byte: lines, until the line {@code binary}; then
 * messages after their length, until an empty one; then raw bytes, until {@code !}.
 */
@Timeout(60)
class FramingSwitchTest {

  private static final String INPUT = "one\nbinary\n\0\0\0\3two\0\0\0\0raw!\nlast\n";
  private static final String OUTPUT = "<one>\n<binary>\n\0\0\0\5<two>\0\0\0\2<>raw!\n<last>\n";

  /** Answers, and changes the framing after the answer. */
  private static Future<Void> serve(Connection connection, Buffer message) {
    var text = message.toString();
    connection.post(Buffer.buffer(text.startsWith("raw") ? text : "<" + text + ">"));
    return switch (text) {
      case "binary" -> connection.switchFraming(new LengthFraming(100));
      case "" -> connection.switchFraming(new RawFraming(5));
      case "raw!\n" -> connection.switchFraming(new LineFraming(100));
      default -> Future.succeededFuture();
    };
  }

  static Stream<Route> styles() {
    return Stream.of(
        Routes.handler(() -> FramingSwitchTest::serve),
        Routes.thread(connection -> {
          for (var next = connection.receive(); next.isPresent(); next = connection.receive()) {
            serve(connection, next.get());
          }
        }));
  }

  private static ListenerOptions options() {
    var options = ListenerOptions.tcp("mixed", 0, new LineFraming(100));
    return options.withConnection(options.connection().withOneAtATime());
  }

  @ParameterizedTest
  @MethodSource("styles")
  void switchesAtTheByteEvenWithinOneRead(Route route) {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(options(), route);
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals(OUTPUT, client.write(INPUT).endOutput().readToEnd());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("styles")
  void switchesWhateverThePieces(Route route) {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(options(), route);
      // Raw bytes come as they are read, so those are kept in one piece.
      var raw = INPUT.indexOf("raw");
      try (var client = RawClient.tcp(listener.port())) {
        for (var at = 0; at < raw; at++) {
          client.write(INPUT.substring(at, at + 1));
        }
        var answered = OUTPUT.indexOf("raw");
        assertEquals(OUTPUT.substring(0, answered), new String(client.read(answered)));
        client.write(INPUT.substring(raw)).endOutput();
        assertEquals(OUTPUT.substring(answered), client.readToEnd());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("styles")
  void aFaultInWhatWaitedEndsTheConnectionAfterTheAnswers(Route route) {
    try (var fixture = new HubFixture()) {
      var patient = options().connection().timeouts().withClose(Duration.ofMinutes(5));
      var options = options().withConnection(options().connection().withTimeouts(patient));
      var listener = fixture.listen(options, route);
      try (var client = RawClient.tcp(listener.port())) {
        client.write(new byte[] {'o', 'n', 'e', '\n', (byte) 0xff, '\n'});
        assertEquals("<one>\n", client.readToEnd());
      }
    }
  }

  @Test
  void cannotBeDoneWhereTheNextBytesMayBeDecodedAlready() {
    try (var fixture = new HubFixture()) {
      var connected = new CompletableFuture<Connection>();
      var listener =
          fixture.listen(
              ListenerOptions.tcp("lines", 0, new LineFraming(100)),
              Routes.handler(() -> (connection, _) -> connected.complete(connection)));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("hello\n");
        var switched = connected.join().switchFraming(new LengthFraming(100));
        var failure = assertThrows(IllegalStateException.class, () -> await(switched));
        assertEquals(
            "the framing can be switched only where messages are read one at a time",
            failure.getMessage());
      }
    }
  }

  @Test
  void notOverUdp() {
    var udp = ListenerOptions.udp("datagrams", 0);
    var oneAtATime = udp.connection().withOneAtATime();
    var refused =
        assertThrows(IllegalArgumentException.class, () -> udp.withConnection(oneAtATime));
    assertEquals("oneAtATime: true over udp (expected: false)", refused.getMessage());
  }
}
