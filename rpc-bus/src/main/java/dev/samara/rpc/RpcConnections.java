package dev.samara.rpc;

import dev.samara.net.HubLink;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.rpc.call.WhileDown;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.client.Target;
import dev.samara.rpc.client.Targets;
import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.transport.ConnectionSession;
import dev.samara.rpc.transport.LinkCalls;
import dev.samara.rpc.transport.PlainCarrier;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections and links of a node that speak RPC, and what else has one peer. Any thread. */
final class RpcConnections {
  private static final String EVERY_SERVICE = "*";

  private final RpcNode node;
  private final RpcOptions options;
  private final Map<ConnectionId, ConnectionSession> open = new ConcurrentHashMap<>();
  private final Map<LinkUse, LinkCalls> links = new ConcurrentHashMap<>();

  private record LinkUse(HubLink link, WhileDown whileDown) {}

  RpcConnections(RpcNode node, RpcOptions options) {
    this.node = node;
    this.options = options;
  }

  Route route(Set<String> services) {
    boolean isAll = services.contains(EVERY_SERVICE);
    Server server = isAll ? node.services() : node.services().restricted(services::contains);
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
            owner(control));
    session.onRoom(ready -> room(control.id(), ready));
    open.put(control.id(), session);
    return session;
  }

  private ConnectionSession.Owner owner(Session.Control control) {
    return new ConnectionSession.Owner() {
      @Override
      public String peer() {
        return control.remoteAddress().toString();
      }

      @Override
      public long maxQueuedBytes() {
        return control.maxQueuedBytes();
      }

      @Override
      public void ended(ConnectionSession session, String reason) {
        session.lost(reason);
        open.remove(control.id());
      }
    };
  }

  private void room(ConnectionId id, ConnectionSession session) {
    for (LinkCalls calls : links.values()) {
      if (calls.isCurrent(id)) {
        calls.room(session);
      }
    }
  }

  RpcConnection over(HubLink link, WhileDown whileDown) {
    LinkUse use = new LinkUse(link, whileDown);
    LinkCalls calls = links.computeIfAbsent(use, this::calls);
    link.closed().onComplete(end -> links.remove(use));
    return to(link.connection().remoteAddress().toString(), new Target.Linked(calls));
  }

  private LinkCalls calls(LinkUse use) {
    return new LinkCalls(
        use.link(),
        node.caller().loopOf((ContextInternal) use.link().context()).loop(),
        use.whileDown(),
        options.tuning().maxQueuedBytes(),
        id -> Optional.ofNullable(open.get(id)));
  }

  private RpcConnection to(String peer, Target target) {
    Client client = new Client(node.caller(), Targets.always(peer, target));
    return new RpcConnection(node.clients().of(client), node.formats(), options.callTimeout());
  }

  <T> T plainClient(Vertx vertx, String address, Class<T> type) {
    CallLoop loop = node.caller().loopOf((ContextInternal) vertx.getOrCreateContext()).loop();
    PayloadFormat json = PayloadFormats.within(PayloadFormats.MAX_BYTES).json();
    Dialogue dialogue = PlainCarrier.dialogue(loop, vertx.eventBus(), address, json);
    Client client = new Client(node.caller(), Targets.always(address, new Target.Over(dialogue)));
    return ClientProxy.create(client, ServiceNames.of(type), type, json, options.callTimeout());
  }

  RpcConnection over(Connection connection) {
    ConnectionSession session = open.get(connection.id());
    if (session == null) {
      throw new IllegalArgumentException(
          "connection " + connection.id() + " (expected: an open one of a route of this RPC end)");
    }
    return to(session.peer(), new Target.Over(session.dialogue()));
  }
}
