package dev.samara.net.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The process at the other end of hundreds of connections is killed while it is sent to. */
class ProcessKillTest {

  private static final int CONNECTIONS = 250;
  private static final int MESSAGES = 120;

  private final List<Tracked> all = new CopyOnWriteArrayList<>();

  private final AtomicInteger heard = new AtomicInteger();

  private final Set<Connection> deaf = ConcurrentHashMap.newKeySet();

  private final class Tracking implements ConnectionHandler {

    @Override
    public void connected(Connection connection) {
      all.add(new Tracked(connection));
    }

    @Override
    public void message(Connection connection, Buffer message) {
      heard.incrementAndGet();
      if (message.toString().equals("deaf")) {
        deaf.add(connection);
      }
    }
  }

  @Test
  void everyMessageHasItsOutcomeWhenThePeersAreKilled() throws Exception {
    var vertx = Vertx.vertx();
    var hub = Chaos.await(Hub.start(vertx, "kill"));
    var options =
        ListenerOptions.tcp("push", 0, new LineFraming(1))
            .withConnection(
                ConnectionOptions.of(new LineFraming(100_000))
                    .withQueue(2_000_000, SlowConsumerPolicy.REJECT));
    var listener = Chaos.await(hub.listen(options, Routes.handler(Tracking::new)));
    var process = PeerProcess.start(listener.port(), CONNECTIONS);
    try {
      assertEquals("connected", process.inputReader().readLine());
      Waiting.until("all there", () -> all.size() == CONNECTIONS);
      Waiting.until("all have said what they are", () -> heard.get() == CONNECTIONS);
      assertEquals(CONNECTIONS / PeerProcess.DEAF, deaf.size());
      for (var i = 0; i < MESSAGES; i++) {
        for (var number = 0; number < CONNECTIONS; number++) {
          var tracked = all.get(number);
          // More than the kernel takes for those that do not read; of different lengths, or it
          // might stop between two messages everywhere.
          tracked.send(deaf.contains(tracked.connection) ? 60_000 + 37 * number : 1_000);
        }
        if (i == MESSAGES * 9 / 10) {
          process.destroyForcibly();
        }
      }
      Waiting.until("outcomes", () -> all.stream().allMatch(Tracked::isSettled));
      for (var tracked : all) {
        assertInstanceOf(Event.RemoteDisconnected.class, tracked.connection.closed().result());
        tracked.check();
      }
      assertAccounts(hub);
    } finally {
      process.destroyForcibly();
      Chaos.await(hub.close());
      Chaos.await(vertx.close());
    }
  }

  private void assertAccounts(Hub hub) {
    var figures = Chaos.await(hub.figures()).get("push");
    var out = figures.out();
    assertTrue(out.addsUp() && figures.in().addsUp(), figures.toString());
    assertEquals(0, figures.open() + out.inFlight() + figures.in().inFlight());
    assertEquals(CONNECTIONS * MESSAGES, out.accepted());
    assertEquals(Tracked.count(all, Tracked.Fate.FLUSHED), out.flushed());
    assertEquals(Tracked.count(all, Tracked.Fate.INCOMPLETE), out.incomplete());
    assertEquals(Tracked.count(all, Tracked.Fate.RETURNED), out.returned());
    assertTrue(out.flushed() > 0 && out.incomplete() > 0 && out.returned() > 0, out.toString());
    assertEquals(CONNECTIONS, figures.in().flushed());
  }
}
