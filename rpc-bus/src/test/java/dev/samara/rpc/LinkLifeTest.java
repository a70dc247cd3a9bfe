package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Backoff;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.Streams;
import dev.samara.rpc.call.WhileDown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over a link whose server comes, goes and comes back: a process of its own. */
class LinkLifeTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private SocketServer.Process server;
  private Hub hub;
  private Rpc client;
  private HubLink link;
  private int port;

  @BeforeEach
  void start() throws IOException {
    port = Cluster.freePort();
    hub = result(Hub.start(vertx, "client"));
    RpcTuning tuning = RpcTuning.defaults().withMaxQueuedBytes(64 * 1024);
    client = result(Rpc.start(vertx, Waiting.patient("client").withTuning(tuning)));
    var to =
        ConnectorOptions.to(
                "out",
                SocketAddress.inetSocketAddress(port, "127.0.0.1"),
                ConnectionOptions.of(client.framing()))
            .withRetry(
                Backoff.standard().withDelays(Duration.ofMillis(20), Duration.ofMillis(100)));
    link = hub.link(to, LinkOptions.defaults(), client.route());
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.kill();
    }
    result(link.close(CloseMode.NOW, SOON));
    Waiting.assertBalanced(client);
    result(client.close());
    result(hub.close());
    result(vertx.close());
  }

  private SocketServer.Echo echo(WhileDown whileDown) {
    return client.over(link, whileDown).client(SocketServer.Echo.class);
  }

  private static CallOptions within(Duration time) {
    return CallOptions.none().withTimeout(time);
  }

  @Test
  void aClientGoesOnAfterItsServerWasKilledAndStartedAgain() throws Exception {
    SocketServer.Echo echo = echo(WhileDown.WAIT);
    server = SocketServer.start(port);
    assertEquals("first", result(within(LONG).call(() -> echo.echo("first"))));
    final List<Future<String>> pending = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pending.add(within(LONG).call(echo::never));
    }
    Waiting.until(
        "all are served", () -> result(within(LONG).call(echo::waiting)) == pending.size());
    server.kill();
    for (Future<String> call : pending) {
      RpcException lost = failure(FailureKind.CONNECTION_LOST, call);
      assertFalse(lost.mayRetry(), lost.getMessage());
    }
    final List<Future<String>> meanwhile = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "meanwhile " + i;
      meanwhile.add(within(LONG).call(() -> echo.echo(text)));
    }
    Future<Long> upload = within(LONG).call(() -> echo.sum(Streams.from(List.of(1, 2, 3))));
    failure(FailureKind.EXPIRED, within(SHORT).call(() -> echo.echo("too late")));

    server = SocketServer.start(port);
    for (int i = 0; i < 100; i++) {
      assertEquals("meanwhile " + i, result(meanwhile.get(i)));
    }
    assertEquals(6L, result(upload));
    assertEquals("after", result(within(LONG).call(() -> echo.echo("after"))));
    assertEquals(0, result(within(LONG).call(echo::waiting)));
  }

  @Test
  void whileDownCallsMayFailAtOnceAndSayThatTheyMayBeRepeated() throws Exception {
    SocketServer.Echo echo = echo(WhileDown.FAIL);
    RpcException refused = failure(FailureKind.CONNECTION_LOST, echo.echo("nobody"));
    assertTrue(refused.mayRetry());
    assertTrue(refused.getMessage().startsWith("there is no connection to "));
    server = SocketServer.start(port);
    Waiting.until("it is connected", () -> answers(echo));
    assertEquals("somebody", result(echo.echo("somebody")));
  }

  private static boolean answers(SocketServer.Echo echo) {
    return result(echo.echo("x").otherwise("no")).equals("x");
  }

  @Test
  void whatWaitsIsBounded() throws Exception {
    SocketServer.Echo echo = echo(WhileDown.WAIT);
    String text20KiB = "x".repeat(20 * 1024);
    List<Future<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(within(LONG).call(() -> echo.echo(text20KiB)));
    }
    for (int i = 0; i < 100; i++) {
      RpcException full =
          failure(FailureKind.OVERLOADED, within(LONG).call(() -> echo.echo(text20KiB)));
      assertTrue(full.getMessage().startsWith("too much waits for a connection to "));
    }
    server = SocketServer.start(port);
    for (Future<String> call : waiting) {
      assertEquals(text20KiB, result(call));
    }
  }

  @Test
  void whatWaitsMayBeGivenUp() {
    SocketServer.Echo echo = echo(WhileDown.WAIT);
    Cancellation cancellation = new Cancellation();
    Future<String> call =
        within(LONG).withCancellation(cancellation).call(() -> echo.echo("never mind"));
    cancellation.cancel();
    failure(FailureKind.CANCELLED, call);
  }

  @Test
  void whatWaitsFailsWhenTheLinkEnds() {
    SocketServer.Echo echo = echo(WhileDown.WAIT);
    Future<String> call = within(LONG).call(() -> echo.echo("never sent"));
    result(link.close(CloseMode.NOW, SOON));
    assertTrue(failure(FailureKind.CONNECTION_LOST, call).mayRetry());
    failure(FailureKind.CONNECTION_LOST, within(LONG).call(() -> echo.echo("later")));
  }

  @Test
  void whatWaitsFailsWhenTheCallersEndIsClosed() {
    SocketServer.Echo echo = echo(WhileDown.WAIT);
    Future<String> call = within(LONG).call(() -> echo.echo("never sent"));
    result(client.close());
    failure(FailureKind.CANCELLED, call);
  }
}
