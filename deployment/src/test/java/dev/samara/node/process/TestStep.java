package dev.samara.node.process;

import dev.samara.node.Node;
import dev.samara.node.StartStep;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An application as {@code samara run} finds it on its class path. Does what the variable {@code
 * TEST_STEP} says, and nothing in other tests: {@code gate} waits for the file "open", {@code
 * verticle} deploys one that ends when the file "end" is there, {@code broken} one that fails then.
 */
public final class TestStep implements StartStep {

  @Override
  public Future<Void> run(Node node) throws IOException {
    return switch (String.valueOf(System.getenv("TEST_STEP"))) {
      case "gate" -> {
        Files.createFile(Path.of("waiting"));
        yield file(node, "open");
      }
      case "verticle" -> deploy(node, false);
      case "broken" -> deploy(node, true);
      default -> Future.succeededFuture();
    };
  }

  private static Future<Void> file(Node node, String name) {
    Promise<Void> promise = Promise.promise();
    node.vertx()
        .setPeriodic(
            20,
            timer -> {
              if (Files.exists(Path.of(name))) {
                node.vertx().cancelTimer(timer);
                promise.complete();
              }
            });
    return promise.future();
  }

  private static Future<Void> deploy(Node node, boolean broken) {
    // The last of two instances counts.
    return node.deploy(() -> new Application(broken), new DeploymentOptions().setInstances(2))
        .map(id -> {
          file(node, "end").onSuccess(_ -> node.vertx().undeploy(id));
          return null;
        });
  }

  private static final class Application extends VerticleBase {

    private final boolean broken;

    Application(boolean broken) {
      this.broken = broken;
    }

    @Override
    public Future<?> stop() {
      return broken
          ? Future.failedFuture("the application's files are gone")
          : Future.succeededFuture();
    }
  }
}
