package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.WhileDown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;

/** The contract over a connection of two hubs; the subclasses say over which transport. */
abstract class OverConnection extends RpcContract {
  static Rpc callee;
  static Rpc caller;
  static Hub hub;
  static Vertx vertx;
  private static RpcConnection over;

  /** To be called by each subclass before all. */
  static void connect(
      BiFunction<String, Rpc, ListenerOptions> listen,
      BiFunction<Listener, Rpc, ConnectorOptions> dial) {
    Listener listener = listen(listen);
    use(result(hub.connect(dial.apply(listener, caller), caller.route())));
  }

  /** The same over a link that stands. */
  static void link(
      BiFunction<String, Rpc, ListenerOptions> listen,
      BiFunction<Listener, Rpc, ConnectorOptions> dial) {
    Listener listener = listen(listen);
    ConnectorOptions to = dial.apply(listener, caller);
    use(hub.link(to, LinkOptions.defaults(), caller.route()));
  }

  private static Listener listen(BiFunction<String, Rpc, ListenerOptions> listen) {
    prepare();
    return result(hub.listen(listen.apply("rpc", callee), served()));
  }

  /** For transports that the hub does not dial itself, instead: both ends, not yet connected. */
  static void prepare() {
    vertx = Vertx.vertx();
    hub = result(Hub.start(vertx, "hub"));
    callee = result(Rpc.start(vertx, Waiting.patient("callee")));
    caller = result(Rpc.start(vertx, Waiting.patient("caller")));
  }

  /** What the callee's end of the connection serves. */
  static Route served() {
    return callee.route("catalogue", "other");
  }

  /** Calls go over this one. */
  static void use(Connection connection) {
    over = caller.over(connection);
  }

  static void use(HubLink link) {
    over = caller.over(link, WhileDown.WAIT);
  }

  @AfterAll
  static void stop() {
    result(caller.close());
    result(callee.close());
    result(hub.close());
    result(vertx.close());
  }

  @Override
  Rpc caller() {
    return caller;
  }

  @Override
  Rpc callee() {
    return callee;
  }

  @Override
  Vertx vertx() {
    return vertx;
  }

  @Override
  <T> T client(Class<T> type) {
    return over.client(type);
  }

  @Override
  Future<String> callJson(String service, String method, String arguments) {
    return over.callJson(service, method, arguments, TIMEOUT);
  }

  @Override
  String nobodyOffers(String service) {
    return "node 'callee' does not offer the service '" + service + "' any more";
  }

  @Override
  List<ServiceInfo> seenServices() {
    return callee.services();
  }
}
