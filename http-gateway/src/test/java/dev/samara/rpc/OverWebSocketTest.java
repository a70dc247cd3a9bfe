package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.rpc.call.FailureKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dialled once. */
class OverWebSocketTest extends OverWebSocket {
  interface Greeter {
    Future<String> greet(String name);
  }

  private static final List<Connection> ACCEPTED = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    serve();
    hub.observe(event -> {
      if (event instanceof Event.RemoteConnected accepted) {
        ACCEPTED.add(accepted.connection());
      }
    });
    use(dial());
  }

  private static Connection dial(String... services) {
    return result(connector.connect("out", place(), caller.route(services)));
  }

  @Test
  void bothSidesMayCall() {
    result(caller.expose(Greeter.class, name -> Future.succeededFuture("hello " + name)));
    try {
      ACCEPTED.clear();
      Connection out = dial("greeter");
      Waiting.until("both ends are known", () -> ACCEPTED.size() == 2);
      Connection in =
          ACCEPTED.stream().filter(end -> !end.id().equals(out.id())).findFirst().orElseThrow();
      assertEquals("hello you", result(callee.over(in).client(Greeter.class).greet("you")));
      assertEquals(3L, result(caller.over(out).client(Catalogue.class).add(1, 2)));
      result(out.close(CloseMode.NOW));
    } finally {
      result(caller.withdraw("greeter"));
    }
  }

  @Test
  void aLongArgumentTravelsWhole() {
    String long900KiB = "ä".repeat(450 * 1024);
    assertEquals(long900KiB, result(catalogue.maybe(long900KiB)));
  }

  @Test
  void aBrokenSocketFailsItsCallsAndCancelsTheWork() {
    Connection out = dial();
    Future<String> call = caller.over(out).client(Catalogue.class).untilCancelled();
    Waiting.until("it is served", () -> shop.waiting.get() == 1);
    var end = result(out.close(CloseMode.NOW, Duration.ZERO));
    failure(FailureKind.CONNECTION_LOST, call);
    Waiting.until("the work was told", () -> shop.cancelled.get() == 1);
    assertTrue(end.incomplete().isEmpty(), end.toString());
  }
}
