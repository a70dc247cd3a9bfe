package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Notice;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that do not read and services that do not answer leave the heap flat. */
class MemoryPressureTest {

  private static final long MIB = 1024 * 1024;
  private static final int CONNECTIONS = 50;

  private final MemoryBudget budget =
      new MemoryBudget(new MemoryLimits(8 * MIB, 8 * MIB, 16 * MIB));
  private final HubFixture fixture = new HubFixture(budget);
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();

  MemoryPressureTest() {
    fixture.hub.observeNotices(notices::add);
  }

  @AfterEach
  void nothingIsLost() {
    clients.forEach(RawClient::close);
    fixture.close();
    // Each event loop counts what is left within one step.
    assertTrue(Math.abs(budget.inBytes()) + Math.abs(budget.outBytes()) == 0, "all given back");
  }

  private Listener listen(ConnectionOptions connection, dev.samara.net.connection.Route route) {
    return fixture.listen(
        ListenerOptions.tcp("lines", 0, new LineFraming(1)).withConnection(connection), route);
  }

  private static ConnectionOptions generous() {
    return ConnectionOptions.of(new LineFraming(1_000_000))
        .withQueue(1_000 * MIB, SlowConsumerPolicy.REJECT)
        .withCredit(1_000_000, 1_000 * MIB);
  }

  private static long usedHeapBytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private List<String> kinds() {
    return notices.stream().map(n -> n.getClass().getSimpleName()).toList();
  }

  @Test
  void peersThatDoNotReadCannotFillTheHeap() {
    var handler = new RecordingHandler();
    var quiet =
        new RecordingHandler() {
          @Override
          public void connected(dev.samara.net.connection.Connection connection) {
            connections.add(connection);
          }

          @Override
          public void rejected(dev.samara.net.connection.Event.MessageRejected event) {
            handler.told.add(event.reason());
          }
        };
    var listener = listen(generous(), quiet.route());
    for (var i = 0; i < CONNECTIONS; i++) {
      clients.add(RawClient.tcp(listener.port()));
    }
    eventually("connected", () -> quiet.connections.size() == CONNECTIONS);
    var before = usedHeapBytes();
    // 750 MB, which no heap of a test has room for.
    for (var i = 0; i < 1_500; i++) {
      for (var connection : quiet.connections) {
        connection.post(Buffer.buffer(new byte[10_000]));
      }
      fixture.figures(); // Waits for the event loops.
      assertTrue(budget.outBytes() < 9 * MIB, budget.outBytes() + " bytes");
    }
    assertTrue(usedHeapBytes() - before < 60 * MIB, "the heap stays flat");
    assertEquals(
        List.of("the memory budget for messages to be sent is used up"),
        handler.told.stream().distinct().toList());
    eventually("paused", () -> fixture.connections().stream().allMatch(ConnectionInfo::paused));
    assertEquals(List.of("MemoryPressure"), kinds());
    for (var client : clients) {
      Thread.ofVirtual().start(client::readToEndBytes);
    }
    eventually("relieved", () -> kinds().size() == 2);
    await(quiet.connections.getFirst().send(Buffer.buffer("there is room again")));
    eventually("read", () -> fixture.connections().stream().noneMatch(ConnectionInfo::paused));
    assertEquals(List.of("MemoryPressure", "MemoryRelieved"), kinds());
  }

  @Test
  void aServiceThatDoesNotAnswerCannotFillTheHeap() {
    var held = new ConcurrentLinkedQueue<Delivery>();
    var released = new AtomicBoolean();
    await(
        MessageService.register(
            fixture.vertx,
            "held",
            delivery -> {
              if (released.get()) {
                delivery.done();
              } else {
                held.add(delivery);
              }
            }));
    // An answer that is late frees memory, and so does a peer that has sent everything and is
    // closed unanswered: not while this test looks, however busy the machine is.
    var late = Duration.ofMinutes(1);
    var route = Routes.bus(fixture.vertx, "held", late);
    var listener = listen(generous().withTimeouts(Timeouts.DEFAULT.withClose(late)), route);
    var line = "x".repeat(9_999) + "\n";
    var before = usedHeapBytes();
    for (var i = 0; i < CONNECTIONS; i++) {
      clients.add(RawClient.tcp(listener.port()));
    }
    // Once memory is short nobody else comes in.
    eventually("all in", () -> fixture.figures("lines").open() == CONNECTIONS);
    for (var client : clients) {
      Thread.ofVirtual()
          .start(() -> {
            for (var n = 0; n < 500; n++) {
              client.write(line);
            }
            client.endOutput();
          });
    }
    eventually("pressure", () -> !notices.isEmpty());
    eventually("paused", () -> fixture.connections().stream().allMatch(ConnectionInfo::paused));
    // What each had under way when the limit was reached comes on top.
    assertTrue(budget.inBytes() < 8 * MIB + CONNECTIONS * 200_000, budget.inBytes() + " bytes");
    assertTrue(usedHeapBytes() - before < 80 * MIB, "the heap stays flat");
    var newcomer = RawClient.tcp(listener.port());
    assertEquals(List.of("MemoryPressure"), kinds());
    assertEquals(CONNECTIONS, fixture.figures("lines").open());
    released.set(true);
    held.forEach(Delivery::done);
    assertEquals("", newcomer.endOutput().readToEnd());
    newcomer.close();
    clients.forEach(RawClient::readToEndBytes);
    assertEquals(CONNECTIONS * 500, fixture.figures("lines").in().flushed());
    assertEquals(0, kinds().size() % 2, kinds().toString());
    for (var i = 0; i < notices.size(); i++) {
      assertEquals(i % 2 == 0, notices.get(i) instanceof Notice.MemoryPressure, "notice " + i);
    }
    RawClient.tcp(listener.port()).close();
  }

  /** Together the beginnings use up the budget, and none of them is worth anything alone. */
  @Test
  void halfMessagesThatUseUpTheBudgetAreCompletedOneAfterAnother() {
    await(MessageService.register(fixture.vertx, "done", d -> d.reply(Buffer.buffer("ok"))));
    var listener = listen(generous(), fixture.bus("done"));
    var half = "x".repeat(490_000);
    for (var i = 0; i < 20; i++) {
      clients.add(RawClient.tcp(listener.port()));
    }
    eventually("all in", () -> fixture.figures("lines").open() == 20);
    for (var client : clients) {
      Thread.ofVirtual().start(() -> client.write(half));
    }
    eventually("pressure", () -> !notices.isEmpty());
    // The first says nothing more for now, and must not stop the others.
    for (var client : clients.subList(1, 20)) {
      Thread.ofVirtual().start(() -> client.write(half + "\n"));
    }
    clients.subList(1, 20).forEach(client -> assertEquals("ok", client.readLine()));
    clients.getFirst().write("\n");
    assertEquals("ok", clients.getFirst().readLine());
    assertTrue(budget.inBytes() < 12 * MIB);
  }

  @Test
  void severalHubsMayShareABudget() {
    var other = await(Hub.start(fixture.vertx, "other", HubOptions.defaults().withMemory(budget)));
    var notices2 = new CopyOnWriteArrayList<Notice>();
    other.observeNotices(notices2::add);
    budget.add(8 * MIB, 0);
    assertEquals(notices, notices2);
    assertEquals(1, notices.size());
    var listener =
        await(
            other.listen(
                ListenerOptions.tcp("there", 0, new LineFraming(10)),
                new RecordingHandler().route()));
    try (var newcomer = RawClient.tcp(listener.port())) {
      assertEquals(0, await(other.figures()).get("there").opened());
      budget.add(-8 * MIB, 0);
      assertEquals("", newcomer.endOutput().readToEnd());
    }
    await(other.close());
    budget.add(8 * MIB, 0);
    budget.add(-8 * MIB, 0);
    assertEquals(2, notices2.size(), "a hub that is closed is told no more");
  }
}
