package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.route.Routes;
import dev.samara.net.trace.CallSite;
import dev.samara.net.trace.CallSites;
import io.vertx.core.Future;
import java.time.Duration;
import org.example.TracedCaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that say where the operation was asked for. */
class CallSitesTest {

  private static final Duration LONG = Duration.ofSeconds(HubFixture.WAIT_SECONDS);

  @AfterEach
  void switchOff() {
    CallSites.traceOneIn(0);
  }

  private static Throwable[] suppressed(Future<?> failing) {
    return assertThrows(RuntimeException.class, () -> await(failing)).getSuppressed();
  }

  @Test
  void aFailedSendNamesItsCallerOnlyWhenSwitchedOn() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.create();
      var listener =
          fixture.listen(
              ListenerOptions.tcp("lines", 0, new LineFraming(100)), Routes.poll(mailbox));
      try (var _ = RawClient.tcp(listener.port())) {
        var connection = mailbox.poll(LONG).newcomers().getFirst().connection();
        assertEquals(0, suppressed(TracedCaller.send(connection, "two\nlines")).length);
        CallSites.traceOneIn(1);
        assertSite("send was asked for here", TracedCaller.send(connection, "two\nlines"));
        await(TracedCaller.send(connection, "one line"));
        var nobody = new ConnectionId("test", "lines", 999_998);
        var failed = TracedCaller.sendTo(fixture.hub, nobody);
        assertThrows(UndeliveredException.class, () -> await(failed));
        assertSite("send was asked for here", failed);
      }
    }
  }

  private static void assertSite(String text, Future<?> failing) {
    var site = assertInstanceOf(CallSite.class, suppressed(failing)[0]);
    assertEquals(text, site.getMessage());
    assertEquals(TracedCaller.class.getName(), site.getStackTrace()[0].getClassName());
  }

  @Test
  void tracesOneInSoMany() throws Exception {
    CallSites.traceOneIn(4);
    var traced = 0;
    for (var i = 0; i < 40; i++) {
      traced +=
          suppressed(CallSites.mark("test", Future.failedFuture(new IllegalStateException())))
              .length;
    }
    assertEquals(10, traced);
  }

  @Test
  void leavesTheFutureAloneWhenOff() {
    var future = Future.succeededFuture();
    assertSame(future, CallSites.mark("test", future));
    var failure =
        assertThrows(IllegalArgumentException.class, () -> CallSites.traceOneIn(-1)).getMessage();
    assertEquals("traceCallSites: -1 (expected: >= 0)", failure);
  }

  @Test
  void aFailedConnectIsTracedToo() {
    try (var fixture = new HubFixture()) {
      CallSites.traceOneIn(1);
      var options =
          ConnectorOptions.to(
              "out",
              io.vertx.core.net.SocketAddress.inetSocketAddress(1, "127.0.0.1"),
              dev.samara.net.connection.ConnectionOptions.of(new LineFraming(100)));
      var failed = fixture.hub.connect(options, Routes.handler(() -> Connection::post));
      assertEquals("connect was asked for here", suppressed(failed)[0].getMessage());
    }
  }
}
