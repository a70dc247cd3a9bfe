package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.sse.SseListener;
import dev.samara.http.sse.SseOptions;
import dev.samara.http.upload.UploadBalance;
import dev.samara.http.upload.UploadDisk;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.Routes;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A gateway over real sockets in a folder of its own; closing it checks that nothing is left. */
final class TestGateway implements AutoCloseable {
  static final int WS_MAX_BYTES = 1 << 20;
  static final int WS_MAX_OPEN = 20;
  static final int SSE_MAX_BYTES = 200_000;
  static final int SSE_MAX_POSTS = 4;

  final Vertx vertx = Vertx.vertx();
  final Path folder;
  final TestEvents events = new TestEvents();
  final Rpc rpc;
  final Hub hub;
  final Gateway gateway;
  volatile boolean ready = true;

  TestGateway(Path folder) {
    this(folder, UnaryOperator.identity(), UploadDisk.plain());
  }

  TestGateway(Path folder, UnaryOperator<GatewayOptions> change) {
    this(folder, change, UploadDisk.plain());
  }

  TestGateway(Path folder, UnaryOperator<GatewayOptions> change, UploadDisk disk) {
    this(folder, change, Mounts.none(), disk);
  }

  TestGateway(Path folder, UnaryOperator<GatewayOptions> change, Mounts mounts) {
    this(folder, change, mounts, UploadDisk.plain());
  }

  TestGateway(Path folder, UnaryOperator<GatewayOptions> change, SseOptions sse) {
    this(folder, change, Mounts.none(), UploadDisk.plain(), sse, UnaryOperator.identity());
  }

  TestGateway(Path folder, UnaryOperator<GatewayOptions> change, Mounts mounts, UploadDisk disk) {
    this(
        folder,
        change,
        mounts,
        disk,
        new SseOptions(false, SSE_MAX_BYTES, SSE_MAX_POSTS, Duration.ofSeconds(15)),
        UnaryOperator.identity());
  }

  TestGateway(Path folder, EventBusOptions eventBus) {
    this(
        folder,
        UnaryOperator.identity(),
        Mounts.none(),
        UploadDisk.plain(),
        SseOptions.defaults(),
        sources -> sources.withEventBus(eventBus));
  }

  private TestGateway(
      Path folder,
      UnaryOperator<GatewayOptions> change,
      Mounts mounts,
      UploadDisk disk,
      SseOptions sse,
      UnaryOperator<GatewaySources> more) {
    this.folder = folder;
    this.rpc = await(Rpc.start(vertx, RpcOptions.defaults("test")));
    this.hub = await(Hub.start(vertx, "test"));
    var listener =
        hub.attach(
            ListenerOptions.webSocket("ws", "/ws", WS_MAX_BYTES).withMaxConnections(WS_MAX_OPEN),
            Routes.handler(() -> Connection::send));
    var streams =
        hub.attach(
            ListenerOptions.sse("sse", "/sse", sse.maxMessageBytes())
                .withMaxConnections(WS_MAX_OPEN),
            Routes.handler(() -> Connection::send));
    var options = change.apply(GatewayOptions.defaults(folder).withPort(0));
    var sources =
        new GatewaySources(
                rpc,
                () -> Future.succeededFuture(new JsonObject().put("node", "test")),
                () -> "samara_up 1\n",
                () -> ready,
                events,
                Optional.of(WebSocketListener.into(hub, listener, WS_MAX_BYTES)))
            .withSse(SseListener.into(hub, streams, sse));
    this.gateway = await(Gateway.start(vertx, options, more.apply(sources), mounts, disk));
  }

  int port() {
    return gateway.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  UploadBalance balance() {
    return gateway.uploads();
  }

  /** The visible files, and with them any temporary one. */
  List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals("lock"))
          .filter(file -> !file.getParent().getFileName().toString().equals(".digests"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    await(gateway.close());
    UploadBalance end = balance();
    assertTrue(end.addsUp(), end.toString());
    assertEquals(0, end.inFlight(), end.toString());
    eventually("all are closed", () -> gateway.counts().openConnections() == 0);
    assertEquals(0, gateway.counts().eventClients());
    assertTrue(files().stream().noneMatch(file -> file.endsWith(".part")), files().toString());
    assertAddsUp();
    await(hub.close());
    await(rpc.close());
    await(vertx.close());
  }

  /** Every message of every WebSocket and stream ended in one outcome. */
  private void assertAddsUp() {
    for (String name : List.of("ws", "sse")) {
      // What was closed a moment ago is told to its listener a moment later.
      eventually(name + " is empty", () -> await(hub.figures()).get(name).open() == 0);
      var end = await(hub.figures()).get(name);
      assertTrue(end.in().addsUp() && end.out().addsUp(), end.toString());
      assertEquals(0, end.in().inFlight() + end.out().inFlight(), end.toString());
    }
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e.getCause() == null ? e : e.getCause());
    }
  }

  /** Polls, for 20 s at most. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "in 20 s it did not come to this: " + what);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  /** The value, more than 0, once it has not changed for half a second. */
  static long settled(String what, AtomicLong value) {
    var last = new AtomicLong(-1);
    var since = new AtomicLong(System.nanoTime());
    eventually(
        what,
        () -> {
          long now = value.get();
          if (now != last.getAndSet(now)) {
            since.set(System.nanoTime());
          }
          return now > 0 && System.nanoTime() - since.get() > 500_000_000L;
        });
    return last.get();
  }
}
