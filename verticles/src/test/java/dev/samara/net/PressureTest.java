package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A service or a peer that does not keep up makes reading pause, and nothing grows. */
class PressureTest {

  private static final String LINE = "x".repeat(999) + "\n";

  @Test
  void aServiceThatHoldsItsMessagesPausesReading() throws Exception {
    try (var fixture = new HubFixture()) {
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
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
      var credit = options.connection().withCredit(100, 100_000);
      var listener = fixture.listen(options.withConnection(credit), fixture.bus("held"));
      try (var client = RawClient.tcp(listener.port())) {
        var written = new AtomicLong();
        var writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (var i = 0; i < 20_000; i++) {
                    client.write(LINE);
                    written.incrementAndGet();
                  }
                  client.endOutput();
                });
        eventually("a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        var in = fixture.connections().getFirst().in();
        // At most the credit and what one read brings on top of it.
        assertTrue(in.inFlight() < 100 + 1_100, in.toString());
        released.set(true);
        held.forEach(Delivery::done);
        assertEquals("", client.readToEnd());
        writer.join();
        assertEquals(20_000, written.get());
      }
      assertEquals(20_000, fixture.figures("lines").in().flushed());
    }
  }

  @Test
  void anEchoToAPeerThatDoesNotReadPausesReading() throws Exception {
    try (var fixture = new HubFixture()) {
      await(MessageService.register(fixture.vertx, "echo", d -> d.reply(d.message())));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
      var listener = fixture.listen(options, fixture.bus("echo"));
      try (var client = RawClient.tcp(listener.port())) {
        var writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (var i = 0; i < 30_000; i++) {
                    client.write(LINE);
                  }
                  client.endOutput();
                });
        eventually("a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        var info = fixture.connections().getFirst();
        assertTrue(info.queuedBytes() <= options.connection().maxQueuedBytes(), info.toString());
        assertEquals("open", info.state());
        assertEquals(30_000L * LINE.length(), client.readToEndBytes().length);
        writer.join();
      }
      assertEquals(30_000, fixture.figures("lines").out().flushed());
    }
  }

  @Test
  void aPeerThatDoesNotReadDoesNotStopTheOthers() throws Exception {
    try (var fixture = new HubFixture()) {
      await(MessageService.register(fixture.vertx, "echo", d -> d.reply(d.message())));
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
      var listener = fixture.listen(options, fixture.bus("echo"));
      try (var stalled = RawClient.tcp(listener.port());
          var first = RawClient.tcp(listener.port());
          var second = RawClient.tcp(listener.port())) {
        var writer = Thread.ofVirtual().unstarted(() -> writeUntilReset(stalled));
        writer.start();
        eventually("a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        // Two of them: one at least is on the stalled one's event loop.
        for (var i = 0; i < 200; i++) {
          assertEquals("ping " + i, first.write("ping " + i + "\n").readLine());
          assertEquals("pong " + i, second.write("pong " + i + "\n").readLine());
        }
        assertEquals(1, fixture.connections().stream().filter(info -> info.paused()).count());
        stalled.reset();
        writer.join();
      }
    }
  }

  private static void writeUntilReset(RawClient client) {
    try {
      while (true) {
        client.write(LINE);
      }
    } catch (java.io.UncheckedIOException e) {
      // The end that the test makes.
    }
  }
}
