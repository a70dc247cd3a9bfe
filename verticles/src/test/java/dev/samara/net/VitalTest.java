package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is vital is served while memory is short, within its own limits. */
class VitalTest {

  private static final long MIB = 1024 * 1024;

  private final MemoryBudget budget = new MemoryBudget(new MemoryLimits(MIB, MIB, 2 * MIB));
  private final HubFixture fixture = new HubFixture(budget);

  @AfterEach
  void nothingIsLost() {
    fixture.close();
    assertEquals(0, budget.inBytes() + budget.outBytes());
  }

  private static ConnectionOptions lines() {
    return ConnectionOptions.of(new LineFraming(1_000));
  }

  private static ListenerOptions tcp(String name, ConnectionOptions connection) {
    return ListenerOptions.tcp(name, 0, new LineFraming(1)).withConnection(connection);
  }

  private Listener echo(String name, ConnectionOptions connection) {
    return fixture.listen(
        tcp(name, connection), Routes.handler(() -> dev.samara.net.connection.Connection::post));
  }

  @Test
  void aVitalListenerLetsInReadsAndAnswersWhileAnotherDoesNot() {
    var usual = echo("usual", lines());
    var vital = echo("vital", lines().withVital());
    try (var before = RawClient.tcp(usual.port());
        var early = RawClient.tcp(vital.port())) {
      assertEquals("a", before.write("a\n").readLine());
      assertEquals("b", early.write("b\n").readLine());
      budget.add(2 * MIB, 2 * MIB);
      eventually("the usual one is paused", () -> paused("usual"));
      assertEquals("c", early.write("c\n").readLine());
      before.write("d\n");
      try (var newcomer = RawClient.tcp(usual.port());
          var operator = RawClient.tcp(vital.port())) {
        assertEquals("e", operator.write("e\n").readLine());
        // Whoever came to the other one at the same time is still waiting.
        assertEquals(1, fixture.figures("usual").opened());
        assertEquals(1, fixture.figures("usual").in().accepted());
        assertFalse(paused("vital"));
        budget.add(-2 * MIB, -2 * MIB);
        assertEquals("f", newcomer.write("f\n").readLine());
        assertEquals("d", before.readLine());
      }
    }
  }

  private boolean paused(String listener) {
    return fixture.connections().stream()
        .filter(connection -> connection.id().listener().equals(listener))
        .allMatch(ConnectionInfo::paused);
  }

  @Test
  void aVitalListenerThatIsOpenedWhileMemoryIsShortAccepts() {
    budget.add(2 * MIB, 0);
    var vital = echo("late", lines().withVital());
    try (var operator = RawClient.tcp(vital.port())) {
      assertEquals("x", operator.write("x\n").readLine());
    }
    budget.add(-2 * MIB, 0);
  }

  @Test
  void anOperatorMayStillStopAVitalListener() {
    var vital = echo("vital", lines().withVital());
    vital.pause();
    budget.add(2 * MIB, 0);
    try (var waiting = RawClient.tcp(vital.port())) {
      waiting.write("x\n");
      budget.add(-2 * MIB, 0);
      assertEquals(0, fixture.figures("vital").opened());
      vital.resume();
      assertEquals("x", waiting.readLine());
    }
  }

  @Test
  void aVitalConnectorSendsWhileAnotherIsRejected() {
    var served = echo("vital", lines().withVital());
    var address = SocketAddress.inetSocketAddress(served.port(), "127.0.0.1");
    var told = new RecordingHandler();
    var vital =
        await(
            fixture.hub.connect(
                ConnectorOptions.to("up", address, lines().withVital()), told.route()));
    var usual =
        await(
            fixture.hub.connect(
                ConnectorOptions.to("down", address, lines()), new RecordingHandler().route()));
    budget.add(0, 2 * MIB);
    var rejected =
        assertThrows(UndeliveredException.class, () -> await(usual.send(Buffer.buffer("x"))));
    assertTrue(rejected.getMessage().contains("the memory budget for messages to be sent"));
    await(vital.send(Buffer.buffer("y")));
    eventually("answered", () -> fixture.figures("up").in().flushed() == 1);
    budget.add(0, -2 * MIB);
  }

  /** The shared budget does not bound it, so its own queue must. */
  @Test
  void aVitalPeerThatDoesNotReadIsHeldToItsOwnLimit() {
    var handler = new RecordingHandler();
    var options = lines().withQueue(100_000, SlowConsumerPolicy.REJECT).withVital();
    var listener = fixture.listen(tcp("vital", options), handler.route());
    try (var client = RawClient.tcp(listener.port())) {
      eventually("connected", () -> handler.connections.size() == 1);
      budget.add(0, 2 * MIB);
      var connection = handler.connections.getFirst();
      for (var i = 0; i < 100_000 && fixture.figures("vital").out().rejected() == 0; i++) {
        for (var n = 0; n < 100; n++) {
          connection.post(Buffer.buffer(new byte[900]));
        }
      }
      assertTrue(fixture.figures("vital").out().rejected() > 0);
      assertTrue(fixture.connections().getFirst().queuedBytes() <= 100_000);
      budget.add(0, -2 * MIB);
      client.reset();
    }
  }
}
