package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Listener;
import dev.samara.node.config.ConfigLoader;
import dev.samara.node.config.NodeConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A real node on free ports for one test, with its sockets and files in the test's folder. Closing
 * it asserts that everything it was given is accounted for.
 */
public final class NodeFixture implements AutoCloseable {

  /** Every transport and framing, and each kind of route. */
  public static final String LISTENERS =
      """
      listeners:
        echo:      { transport: tcp,  port: 0, framing: length32, route: "bus:echo" }
        lines:     { transport: tcp,  port: 0, framing: lines,    route: "bus:echo" }
        netstring: { transport: tcp,  port: 0, framing: netstring, route: "bus:echo" }
        length16:  { transport: tcp,  port: 0, framing: length16, route: "bus:echo" }
        each:      { transport: tcp,  port: 0, framing: lines,    route: "bus-each:echo" }
        handler:   { transport: tcp,  port: 0, framing: lines,    route: "handler:echo" }
        thread:    { transport: tcp,  port: 0, framing: lines,    route: "thread:echo" }
        datagrams: { transport: udp,  port: 0, framing: datagram, route: "bus:echo" }
        local:     { transport: unix, path: echo.sock, framing: lines, route: "bus:echo" }
        chat:      { transport: tcp,  port: 0, framing: lines,    route: chat }
      gateway: { port: 0 }
      """;

  private static final long WAIT_SECONDS = 20;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Node node;

  private NodeFixture(Node node) {
    this.node = node;
  }

  /** Starts a node called {@code test} with the listeners above. */
  public static NodeFixture start(Path folder) {
    return start(folder, LISTENERS);
  }

  /** Starts a node called {@code test}. */
  public static NodeFixture start(Path folder, String yaml) {
    return new NodeFixture(await(Node.start(config(folder, yaml))));
  }

  /** The configuration of a node called {@code test} whose files are in the folder. */
  public static NodeConfig config(Path folder, String yaml) {
    try {
      var file = Files.writeString(folder.resolve("node.yaml"), "name: test\n" + yaml);
      var directories =
          Map.of(
              "SAMARA_RUN_DIRECTORY", folder.resolve("run").toString(),
              "SAMARA_DATA_DIRECTORY", folder.resolve("data").toString());
      return ConfigLoader.load(
          Optional.of(file),
          directories,
          warning -> {
            throw new AssertionError(warning);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Node node() {
    return node;
  }

  public int port(String listener) {
    return node.hub().listeners().stream()
        .filter(candidate -> candidate.name().equals(listener))
        .mapToInt(Listener::port)
        .findFirst()
        .orElseThrow();
  }

  /** Where the gateway is, with no slash at the end. */
  public String http() {
    return "http://127.0.0.1:" + node.gateway().orElseThrow().port();
  }

  /** Ends the period for which the event loops' delays are shown. */
  public void lookAtEventLoops() {
    node.delays().look();
  }

  public NodeBalance balance() {
    return await(node.balance());
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no outcome within " + WAIT_SECONDS + " s", e);
    }
  }

  /** Waits for what must become true, without sleeping for a fixed time. */
  public static void eventually(String what, BooleanSupplier condition) {
    var deadlineNanos = System.nanoTime() + Duration.ofSeconds(WAIT_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNanos, "not within time: " + what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Everything has one outcome, and nothing is under way any more. */
  public static void assertSettled(NodeBalance balance) {
    assertTrue(balance.addsUp(), balance.toString());
    balance
        .listeners()
        .forEach((name, listener) -> {
          assertEquals(0, listener.open(), name + ": connections left");
          assertEquals(0, listener.in().inFlight(), name + " in: " + listener.in());
          assertEquals(0, listener.out().inFlight(), name + " out: " + listener.out());
        });
    assertEquals(0, balance.calls().inFlight(), balance.calls().toString());
    balance.uploads().ifPresent(uploads -> assertEquals(0, uploads.inFlight()));
  }

  @Override
  public void close() {
    assertSettled(await(node.stop(DRAIN)));
  }
}
