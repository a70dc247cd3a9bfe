package dev.samara.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.LinkOptions;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.testkit.Await;
import dev.samara.rpc.NodeLinkOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.Idempotent;
import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.call.ServiceException;
import dev.samara.rpc.call.Streams;
import dev.samara.rpc.call.WhileDown;
import dev.samara.rpc.policy.Balancing;
import dev.samara.rpc.policy.BreakerOptions;
import dev.samara.rpc.policy.CallPolicy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/rpc.md. */
class RpcGuideTest {

  record Item(String article, int pieces) {}

  interface Warehouse {
    @Idempotent
    Future<Integer> stock(@Key String article); // runs where it was exposed, must not block

    Item take(String article, int pieces); // runs on a virtual thread, may block

    ReadStream<Item> inventory(); // items, as fast as they are read

    Future<Integer> deliver(ReadStream<Item> items); // the same, to the service
  }

  static final class Shelves implements Warehouse {
    private final Map<String, Integer> pieces =
        new ConcurrentSkipListMap<>(Map.of("nut", 7, "bolt", 3));

    @Override
    public Future<Integer> stock(String article) {
      return Future.succeededFuture(pieces.getOrDefault(article, 0));
    }

    @Override
    public Item take(String article, int wanted) {
      pieces.compute(
          article,
          (_, held) -> {
            int have = held == null ? 0 : held;
            if (have < wanted) {
              throw new ServiceException("sold-out", "only " + have + " left");
            }
            return have - wanted;
          });
      return new Item(article, wanted);
    }

    @Override
    public ReadStream<Item> inventory() {
      return Streams.produce(out -> {
        for (var entry : pieces.entrySet()) {
          out.emit(new Item(entry.getKey(), entry.getValue())); // waits for the reader
        }
      });
    }

    @Override
    public Future<Integer> deliver(ReadStream<Item> items) {
      Promise<Integer> all = Promise.promise();
      var sum = new AtomicInteger();
      items.exceptionHandler(all::fail);
      items.endHandler(_ -> all.complete(sum.get()));
      items.handler(item -> {
        pieces.merge(item.article(), item.pieces(), Integer::sum);
        sum.addAndGet(item.pieces());
      });
      return all.future();
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Rpc rpc = Await.result(Rpc.start(vertx, RpcOptions.defaults("a")));
  private final Warehouse warehouse = rpc.client(Warehouse.class);

  @BeforeEach
  void expose() {
    Await.result(rpc.expose(Warehouse.class, new Shelves()));
  }

  @AfterEach
  void everyCallHasHadItsOutcome() {
    Await.until("no call is under way", () -> rpc.balance().inFlight() == 0);
    assertTrue(rpc.balance().addsUp());
    Await.result(rpc.close());
    Await.result(vertx.close());
  }

  @Test
  void valuesAndFutures() {
    assertEquals(7, Await.result(warehouse.stock("nut")));
    assertEquals(new Item("nut", 2), warehouse.take("nut", 2));
    assertEquals(5, Await.result(warehouse.stock("nut")));
  }

  @Test
  void failures() {
    var failure = assertThrows(RpcException.class, () -> warehouse.take("bolt", 4));
    assertEquals(FailureKind.CALLEE_FAILED, failure.kind());
    assertEquals(Optional.of("sold-out"), failure.code());
    assertFalse(failure.mayRetry());
  }

  @Test
  void streams() throws InterruptedException {
    var delivery = Streams.from(List.of(new Item("nut", 3), new Item("washer", 9)));
    assertEquals(12, Await.result(warehouse.deliver(delivery)));

    var inventory = (RpcStream<Item>) warehouse.inventory();
    var articles = new ArrayList<String>();
    for (var item = inventory.next(); item.isPresent(); item = inventory.next()) {
      articles.add(item.get().article());
    }
    assertEquals(List.of("bolt", "nut", "washer"), articles);
  }

  @Test
  void optionsOfOneCall() {
    var options =
        CallOptions.none().withTimeout(Duration.ofMillis(800)).withMetadata("tenant", "north");
    assertEquals(7, Await.result(options.call(() -> warehouse.stock("nut"))));
  }

  @Test
  void policies() {
    var policy =
        CallPolicy.defaults()
            .withBalancing(Balancing.BY_KEY)
            .withBreaker(BreakerOptions.defaults())
            .withMaxConcurrentCalls(200);
    var careful = rpc.client(Warehouse.class, policy);
    assertEquals(7, Await.result(careful.stock("nut")));
  }

  @Test
  void overAConnection() {
    var hub = Await.result(Hub.start(vertx, "a"));
    var to = ListenerOptions.tcp("rpc", 0, rpc.framing());
    var listener = Await.result(hub.listen(to, rpc.route("warehouse")));

    var elsewhere = Await.result(Rpc.start(vertx, RpcOptions.defaults("b")));
    var address = SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1");
    var dial = ConnectorOptions.to("rpc-out", address, ConnectionOptions.of(elsewhere.framing()));
    var link = hub.link(dial, LinkOptions.defaults(), elsewhere.route());
    var remote = elsewhere.over(link, WhileDown.WAIT).client(Warehouse.class);
    assertEquals(7, Await.result(remote.stock("nut")));

    Await.result(elsewhere.close());
    Await.result(hub.close());
  }

  @Test
  void nodesHaveConnectionsOfTheirOwn() {
    var tuning = RpcTuning.defaults().withNodeLinks(NodeLinkOptions.on("127.0.0.1"));
    var b = Await.result(Rpc.start(vertx, RpcOptions.defaults("b").withTuning(tuning)));
    var c = Await.result(Rpc.start(vertx, RpcOptions.defaults("c").withTuning(tuning)));
    try {
      Await.result(b.expose("shop", Warehouse.class, new Shelves()));
      Await.until("it is offered", () -> offers(c, "shop"));
      var shop = c.client("shop", Warehouse.class);
      Await.until(
          "there is a connection",
          () -> {
            assertEquals(7, Await.result(shop.stock("nut")));
            return c.nodeLinks() > 0;
          });
      assertEquals(3, Await.result(shop.stock("bolt")));
      assertTrue(c.balance().addsUp());
    } finally {
      Await.result(c.close());
      Await.result(b.close());
    }
  }

  private static boolean offers(Rpc known, String service) {
    return known.services().stream().anyMatch(info -> info.service().equals(service));
  }
}
