package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.CloseMode;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates in the start of a node, and its end. */
class StartStepTest {

  private static final String LISTENERS =
      """
      listeners:
        one: { transport: tcp, port: 0, framing: lines, route: "bus:echo" }
        two: { transport: tcp, port: 0, framing: lines, route: "bus:echo" }
      gateway: { enabled: false }
      """;

  @TempDir Path folder;

  /** A step that is told when it may complete. */
  private static final class Gate implements StartStep {
    final CompletableFuture<Node> reached = new CompletableFuture<>();
    final Promise<Void> open = Promise.promise();
    final Duration limit;

    Gate(Duration limit) {
      this.limit = limit;
    }

    @Override
    public Duration limit() {
      return limit;
    }

    @Override
    public Future<Void> run(Node node) {
      reached.complete(node);
      return open.future();
    }
  }

  private Future<Node> start(StartStep... steps) {
    return Node.start(NodeFixture.config(folder, LISTENERS), List.of(steps));
  }

  @Test
  void gatesAreTakenInOrderBeforeAnythingListens() {
    var first = new Gate(StartStep.DEFAULT_LIMIT);
    var second = new Gate(StartStep.DEFAULT_LIMIT);
    var started = start(first, second);
    var node = first.reached.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    assertTrue(node.hub().listeners().isEmpty());
    assertFalse(node.isReady() || second.reached.isDone());
    first.open.complete();
    second.reached.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    assertTrue(node.hub().listeners().isEmpty());
    assertFalse(node.isReady() || started.isComplete());
    second.open.complete();
    NodeFixture.await(started);
    assertTrue(node.isReady());
    assertEquals(2, node.hub().listeners().size());
    NodeFixture.await(node.stop(Duration.ofSeconds(5)));
  }

  @Test
  void aGateThatFailsOrTakesTooLongStopsTheStart() {
    var failures = new ArrayList<String>();
    var broken = new Gate(StartStep.DEFAULT_LIMIT);
    broken.open.fail("no database");
    StartStep throwing =
        _ -> {
          throw new java.io.IOException("no disk");
        };
    for (var step : List.of(broken, throwing, new Gate(Duration.ofMillis(50)))) {
      var started = start(step);
      failures.add(
          assertThrows(RuntimeException.class, () -> NodeFixture.await(started)).getMessage());
    }
    assertEquals("start step 'Gate': no database", failures.get(0));
    assertTrue(failures.get(1).endsWith(": no disk"), failures.get(1));
    assertTrue(failures.get(2).startsWith("start step 'Gate': "), failures.get(2));
  }

  @Test
  void isDoneWhenTheLastListenerIsClosed() {
    var node = NodeFixture.await(start());
    assertFalse(node.done().isComplete());
    var listeners = node.hub().listeners();
    NodeFixture.await(node.hub().close(listeners.getFirst(), CloseMode.DRAIN, Duration.ZERO));
    assertFalse(node.done().isComplete());
    NodeFixture.await(node.hub().close(listeners.getLast(), CloseMode.DRAIN, Duration.ZERO));
    NodeFixture.await(node.done());
    NodeFixture.await(node.stop(Duration.ZERO));
  }

  @Test
  void isDoneWhenTheLastVerticleIsUndeployed() {
    var node = NodeFixture.await(start());
    var two = new DeploymentOptions().setInstances(2);
    var one = NodeFixture.await(node.deploy(Idle::new, two));
    var other = NodeFixture.await(node.deploy(Idle::new, new DeploymentOptions()));
    NodeFixture.await(node.vertx().undeploy(one));
    assertFalse(node.done().isComplete());
    NodeFixture.await(node.vertx().undeploy(other));
    NodeFixture.await(node.done());
    NodeFixture.await(node.stop(Duration.ZERO));
  }

  private static final class Idle extends VerticleBase {}
}
