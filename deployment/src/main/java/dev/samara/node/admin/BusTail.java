package dev.samara.node.admin;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * Watches the messages that arrive on this node for a bus address, without taking them from
 * anybody.
 */
final class BusTail {

  private final EventBus bus;
  private final Handler<DeliveryContext<Object>> interceptor;

  private BusTail(EventBus bus, Handler<DeliveryContext<Object>> interceptor) {
    this.bus = bus;
    this.interceptor = interceptor;
  }

  /** Shows each message to the watcher, on whatever thread delivers it. */
  static BusTail start(EventBus bus, String address, Consumer<JsonObject> watcher) {
    // The instances of a message service have addresses of their own behind the common one.
    var instances = address + "@";
    Handler<DeliveryContext<Object>> interceptor =
        delivery -> {
          var to = delivery.message().address();
          if (to.equals(address) || to.startsWith(instances)) {
            watcher.accept(
                new JsonObject().put("address", to).put("body", String.valueOf(delivery.body())));
          }
          delivery.next();
        };
    bus.addInboundInterceptor(interceptor);
    return new BusTail(bus, interceptor);
  }

  void end() {
    bus.removeInboundInterceptor(interceptor);
  }
}
