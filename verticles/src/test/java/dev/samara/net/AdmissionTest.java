package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.Admission;
import dev.samara.net.access.Verdict;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that thinks about who may come in: nothing is read meanwhile. */
class AdmissionTest {

  /** Answers when the test wants it to. */
  private static final class Slow implements Admission {
    final ConcurrentLinkedQueue<Promise<Verdict>> asked = new ConcurrentLinkedQueue<>();

    @Override
    public Future<Verdict> judge(Peer peer) {
      var promise = Promise.<Verdict>promise();
      asked.add(promise);
      return promise.future();
    }

    Promise<Verdict> next() {
      eventually("it is asked", () -> !asked.isEmpty());
      return asked.poll();
    }
  }

  private final Slow slow = new Slow();

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ListenerOptions lines(Admission admission) {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
    return options
        .withConnection(options.connection().withTimeouts(HubFixture.PATIENT))
        .withAccess(AccessOptions.defaults().withMaxConnections(1).withAdmission(admission));
  }

  @Test
  void readsNothingBeforeTheVerdict() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(slow), echo());
      try (var client = RawClient.tcp(listener.port())) {
        client.write("early\n");
        var verdict = slow.next();
        // It has its place already.
        try (var second = RawClient.tcp(listener.port())) {
          assertEquals("", second.readToEnd());
        }
        assertTrue(fixture.connections().isEmpty());
        assertEquals(0, fixture.figures("lines").opened());
        verdict.complete(Verdict.ALLOWED);
        assertEquals("early", client.readLine());
        assertEquals("later", client.write("later\n").readLine());
      }
    }
  }

  @Test
  void turnsAwayAndFreesThePlace() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(slow), echo());
      try (var client = RawClient.tcp(listener.port())) {
        slow.next().complete(Verdict.refused("not on the list"));
        assertEquals("", client.readToEnd());
      }
      assertEquals(Map.of("admission", 1L), listener.refusals());
      try (var client = RawClient.tcp(listener.port())) {
        slow.next().complete(Verdict.ALLOWED);
        assertEquals("x", client.write("x\n").readLine());
      }
    }
  }

  @Test
  void answersAPeerThatHasEndedItsSideMeanwhile() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(slow), echo());
      try (var client = RawClient.tcp(listener.port()).write("a\nb\n").endOutput()) {
        slow.next().complete(Verdict.ALLOWED);
        assertEquals("a\nb\n", client.readToEnd());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPeerThatHasLeftMeanwhileKeepsNoPlace(boolean reset) {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(slow), echo());
      var gone = RawClient.tcp(listener.port());
      var verdict = slow.next();
      if (reset) {
        gone.reset();
      } else {
        gone.close();
      }
      verdict.complete(Verdict.ALLOWED);
      eventually(
          "a free place",
          () -> {
            var before = refusals(listener);
            try (var _ = RawClient.tcp(listener.port())) {
              // Turned away as long as the place is taken; and then there is somebody to ask.
              eventually("a verdict", () -> !slow.asked.isEmpty() || refusals(listener) > before);
              return !slow.asked.isEmpty();
            }
          });
    }
  }

  private static long refusals(Listener listener) {
    return listener.refusals().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void aDrainTurnsAwayWhoWaits() {
    RawClient client;
    Listener listener;
    try (var fixture = new HubFixture()) {
      listener = fixture.listen(lines(slow), echo());
      client = RawClient.tcp(listener.port()).write("early\n");
      slow.next();
    }
    assertEquals("", client.readToEnd());
    client.close();
    assertEquals(Map.of("draining", 1L), listener.refusals());
  }

  @Test
  void thinkingHasATimeLimit() {
    try (var fixture = new HubFixture()) {
      var options = lines(slow);
      var timeouts = options.connection().timeouts().withHandshake(Duration.ofMillis(100));
      var connection = options.connection().withTimeouts(timeouts);
      var listener = fixture.listen(options.withConnection(connection), echo());
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("", client.readToEnd());
        // Too late: without effect.
        slow.next().complete(Verdict.ALLOWED);
      }
      assertEquals(Map.of("admission-timeout", 1L), listener.refusals());
    }
  }

  @Test
  void anAdmissionThatFailsLetsNobodyIn() {
    try (var fixture = new HubFixture()) {
      var ways = new ConcurrentLinkedQueue<Admission>();
      ways.add(_ -> Future.failedFuture("the database is away"));
      ways.add(_ -> {
        throw new IllegalStateException("made to fail");
      });
      ways.add(_ -> null);
      ways.add(_ -> Future.succeededFuture(null));
      ways.add(_ -> Future.succeededFuture(Verdict.refused("no")));
      var count = ways.size();
      Admission admission =
          peer ->
              ways.isEmpty() ? Future.succeededFuture(Verdict.ALLOWED) : ways.poll().judge(peer);
      var listener = fixture.listen(lines(admission), echo());
      for (var i = 0; i < count; i++) {
        try (var client = RawClient.tcp(listener.port())) {
          assertEquals("", client.readToEnd());
        }
      }
      assertEquals(Map.of("admission", (long) count), listener.refusals());
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("x", client.write("x\n").readLine());
      }
    }
  }

  @Test
  void keepsTheDatagramsOfAPeerThatIsThoughtAbout() throws Exception {
    try (var fixture = new HubFixture();
        var socket = new DatagramSocket()) {
      var options =
          ListenerOptions.udp("datagrams", 0)
              .withAccess(AccessOptions.defaults().withAdmission(slow));
      var listener = fixture.listen(options, echo());
      var to = new InetSocketAddress("127.0.0.1", listener.port());
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[] {1}, 1, to));
      var verdict = slow.next();
      socket.send(new DatagramPacket(new byte[] {2}, 1, to));
      verdict.complete(Verdict.ALLOWED);
      var answer = new DatagramPacket(new byte[10], 10);
      for (var expected = 1; expected <= 2; expected++) {
        socket.receive(answer);
        assertEquals(expected, answer.getData()[0]);
      }
      assertTrue(slow.asked.isEmpty(), "asked once");
    }
  }
}
