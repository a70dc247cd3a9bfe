package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that end, are silent, or are not allowed what they ask for. */
class ConnectionLifeTest {
  interface Greeter {
    Future<String> greet(String name);
  }

  private final Vertx vertx = Vertx.vertx();
  private final Catalogue.Shop shop = new Catalogue.Shop();
  private Hub hub;
  private Rpc server;
  private Rpc client;

  @BeforeEach
  void start() {
    hub = result(Hub.start(vertx, "hub"));
    server = result(Rpc.start(vertx, Waiting.patient("server")));
    client = result(Rpc.start(vertx, Waiting.patient("client")));
    result(server.expose(Catalogue.class, shop));
  }

  @AfterEach
  void stop() {
    result(hub.close());
    Waiting.assertBalanced(client);
    Waiting.assertBalanced(server);
    result(client.close());
    result(server.close());
    result(vertx.close());
  }

  private Connection connect(String... services) {
    result(hub.listen(ListenerOptions.memory("rpc", server.framing()), server.route("catalogue")));
    return result(hub.connect(toRpc(), client.route(services)));
  }

  private ConnectorOptions toRpc() {
    return ConnectorOptions.memory("out", "rpc", ConnectionOptions.of(client.framing()));
  }

  @Test
  void aBrokenConnectionFailsItsCallsAndCancelsTheWork() {
    Connection connection = connect();
    RpcConnection over = client.over(connection);
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(over.client(Catalogue.class).untilCancelled());
    }
    Waiting.until("all are served", () -> shop.waiting.get() == 100);
    result(connection.close(CloseMode.NOW));
    for (Future<String> call : calls) {
      RpcException lost = failure(FailureKind.CONNECTION_LOST, call);
      assertTrue(lost.getMessage().contains("was lost while it served catalogue.untilCancelled"));
    }
    Waiting.until("all work was told", () -> shop.cancelled.get() == 100);
    failure(FailureKind.CONNECTION_LOST, over.client(Catalogue.class).touch());
    assertThrows(IllegalArgumentException.class, () -> client.over(connection));
  }

  @Test
  void bothSidesOfAConnectionMayCall() {
    result(client.expose(Greeter.class, name -> Future.succeededFuture("hello " + name)));
    List<Connection> open = new CopyOnWriteArrayList<>();
    Runnable observer =
        hub.observe(event -> {
          if (event instanceof Event.RemoteConnected connected) {
            open.add(connected.connection());
          }
        });
    Connection connection = connect("greeter");
    Waiting.until("the other end is known", () -> open.size() == 1);
    observer.run();
    Greeter greeter = server.over(open.getFirst()).client(Greeter.class);
    assertEquals("hello you", result(greeter.greet("you")));
    assertEquals(3L, result(client.over(connection).client(Catalogue.class).add(1, 2)));
  }

  @Test
  void onlyWhatTheRouteNamesIsServed() {
    result(server.expose(Greeter.class, name -> Future.succeededFuture("hello " + name)));
    Connection connection = connect();
    RpcException refused =
        failure(
            FailureKind.NO_SUCH_SERVICE, client.over(connection).client(Greeter.class).greet("me"));
    assertEquals(
        "node 'server' does not offer the service 'greeter' any more", refused.getMessage());
  }

  @Test
  void aSilentPeerIsGivenUpLongBeforeTheDeadline() {
    assertGivenUpInTime(connectToSilence());
  }

  @Test
  void silenceWhileNothingWasAwaitedDoesNotCount() {
    Connection connection = connectToSilence();
    result(vertx.timer(1200, TimeUnit.MILLISECONDS));
    assertGivenUpInTime(connection);
  }

  private Connection connectToSilence() {
    result(client.close());
    RpcOptions impatient =
        Waiting.patient("client").withAnnouncing(Duration.ofMillis(100), Duration.ofMillis(800));
    client = result(Rpc.start(vertx, impatient));
    result(
        hub.listen(
            ListenerOptions.memory("rpc", server.framing()),
            Routes.handler(() -> (ConnectionHandler) (connection, message) -> {})));
    return result(hub.connect(toRpc(), client.route()));
  }

  private void assertGivenUpInTime(Connection connection) {
    long began = System.nanoTime();
    failure(FailureKind.CONNECTION_LOST, client.over(connection).client(Catalogue.class).touch());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(millis >= 650 && millis < 15_000, "given up after " + millis + " ms");
  }

  @Test
  void aDrainingListenerAnswersTheCallsItHas() {
    Promise<String> answer = Promise.promise();
    Promise<Void> arrived = Promise.promise();
    result(
        server.expose(
            Greeter.class,
            name -> {
              arrived.complete();
              return answer.future();
            }));
    Listener listener =
        result(
            hub.listen(ListenerOptions.memory("rpc", server.framing()), server.route("greeter")));
    Connection connection = result(hub.connect(toRpc(), client.route()));
    Future<String> call = client.over(connection).client(Greeter.class).greet("you");
    result(arrived.future());
    Future<?> drained = hub.close(listener, CloseMode.DRAIN, Duration.ofMinutes(1));
    vertx.setTimer(50, late -> answer.complete("in time"));
    assertEquals("in time", result(call));
    result(drained);
  }

  @Test
  void whatIsNoFrameEndsTheConnection() {
    result(hub.listen(ListenerOptions.memory("rpc", server.framing()), server.route("catalogue")));
    Promise<Void> ended = Promise.promise();
    Connection connection =
        result(hub.connect(toRpc(), Routes.handler(() -> (ConnectionHandler) (c, message) -> {})));
    connection.closed().onComplete(end -> ended.complete());
    connection.post(Buffer.buffer("this is no frame"));
    result(ended.future());
  }
}
