package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRules;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call over a connection is said by the rules of the listener. */
class AccessTest {
  interface Echo {
    Future<String> say(String text);
  }

  private final Vertx vertx = Vertx.vertx();
  private Hub hub;
  private Rpc callee;
  private Rpc caller;

  @BeforeEach
  void start() {
    hub = result(Hub.start(vertx, "hub"));
    callee = result(Rpc.start(vertx, Waiting.patient("callee")));
    caller = result(Rpc.start(vertx, Waiting.patient("caller")));
    result(callee.expose(Echo.class, Future::succeededFuture));
  }

  @AfterEach
  void stop() {
    result(caller.close());
    result(callee.close());
    result(hub.close());
    result(vertx.close());
  }

  @Test
  void anAddressOnTheListCalls() {
    Listener listener = listen("allow 127.0.0.0/8", "deny");
    RpcConnection over = caller.over(result(hub.connect(to(listener), caller.route())));
    assertEquals("hello", result(over.client(Echo.class).say("hello")));
    assertEquals(0, listener.refused());
  }

  @Test
  void anotherOneIsTurnedAwayBeforeAnythingIsRead() {
    Listener listener = listen("allow 192.0.2.0/24", "deny");
    Future<Connection> connected = hub.connect(to(listener), caller.route());
    Waiting.until("it was turned away", () -> listener.refused() == 1);
    // To the one who dials it may look connected for a moment.
    Waiting.until("it cannot call", () -> connected.isComplete() && !canCall(connected));
    assertEquals(0, callee.services().getFirst().calls());
  }

  private boolean canCall(Future<Connection> connected) {
    try {
      return connected.succeeded() && caller.over(connected.result()) != null;
    } catch (IllegalArgumentException ended) {
      return false;
    }
  }

  private Listener listen(String... rules) {
    AccessOptions access = AccessOptions.defaults().withRules(AccessRules.of(rules));
    ListenerOptions options = ListenerOptions.tcp("rpc", 0, callee.framing()).withAccess(access);
    return result(hub.listen(options, callee.route("echo")));
  }

  private ConnectorOptions to(Listener listener) {
    return ConnectorOptions.to(
        "out",
        SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1"),
        ConnectionOptions.of(caller.framing()));
  }
}
