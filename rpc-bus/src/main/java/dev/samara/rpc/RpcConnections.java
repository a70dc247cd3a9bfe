package dev.samara.rpc;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.Targets;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.transport.ConnectionSession;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a node that speak RPC. Any thread. */
final class RpcConnections {
  private final RpcNode node;
  private final RpcOptions options;
  private final Map<ConnectionId, ConnectionSession> open = new ConcurrentHashMap<>();

  RpcConnections(RpcNode node, RpcOptions options) {
    this.node = node;
    this.options = options;
  }

  Route route(Set<String> services) {
    Server server = node.services().restricted(services::contains);
    return new Route() {
      @Override
      public String name() {
        return "rpc:" + String.join(",", services);
      }

      @Override
      public Session open(Session.Control control) {
        return session(control, server);
      }
    };
  }

  private Session session(Session.Control control, Server server) {
    ConnectionSession session =
        new ConnectionSession(
            control,
            node.caller().loopOf((ContextInternal) control.context()),
            server,
            options.nodeLostAfter(),
            ended -> open.remove(control.id()));
    open.put(control.id(), session);
    return session;
  }

  RpcConnection over(Connection connection) {
    ConnectionSession session = open.get(connection.id());
    if (session == null) {
      throw new IllegalArgumentException(
          "connection " + connection.id() + " (expected: an open one of a route of this RPC end)");
    }
    Client client = new Client(node.caller(), Targets.over(session.dialogue()));
    return new RpcConnection(client, node.formats(), options.callTimeout());
  }
}
