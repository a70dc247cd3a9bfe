package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Where the caller of the contract suites is and where the service; the subclasses say it. */
abstract class Placement {
  static final Duration TIMEOUT = Duration.ofMinutes(1);

  Catalogue catalogue;
  Catalogue.Shop shop;

  /** The node that calls. */
  abstract Rpc caller();

  /** The node that serves. */
  abstract Rpc callee();

  /** The Vertx of the node that calls. */
  abstract Vertx vertx();

  <T> T client(Class<T> type) {
    return caller().client(type);
  }

  Future<String> callJson(String service, String method, String arguments) {
    return caller().callJson(service, method, arguments, TIMEOUT);
  }

  String nobodyOffers(String service) {
    return "no node offers the service '" + service + "'";
  }

  /** Exposes the shop where it belongs. */
  Future<Void> expose() {
    return callee().expose(Catalogue.class, shop);
  }

  List<ServiceInfo> seenServices() {
    return caller().services();
  }

  @BeforeEach
  void exposeTheService() {
    shop = new Catalogue.Shop();
    result(expose());
    Waiting.until(
        "the service is known",
        () -> seenServices().stream().anyMatch(s -> s.service().equals("catalogue")));
    catalogue = client(Catalogue.class);
  }

  @AfterEach
  void withdrawAndCount() {
    result(callee().withdraw("catalogue"));
    Waiting.until("withdrawn everywhere", () -> seenServices().isEmpty());
    Waiting.assertBalanced(caller());
    assertEquals(0, caller().node().malformedMessages() + callee().node().malformedMessages());
  }
}
