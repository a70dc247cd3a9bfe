package dev.samara.node;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * A gate of the application's own in the start of a node: what must be done before anybody is let
 * in, such as filling a cache, asking a database for its version, or deploying the application's
 * verticles with {@link Node#deploy}. The event loops run meanwhile. {@code samara run} finds steps
 * by {@link java.util.ServiceLoader}; programs give them to {@link Node#start(
 * dev.samara.node.config.NodeConfig, java.util.List)}.
 */
public interface StartStep {

  /** How long a step may take unless told otherwise. */
  Duration DEFAULT_LIMIT = Duration.ofMinutes(1);

  /**
   * What to call it when it fails.
   *
   * @return a short phrase, by default the class's name
   */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * How long it may take.
   *
   * @return a positive time; when it is over, the start fails
   */
  default Duration limit() {
    return DEFAULT_LIMIT;
  }

  /**
   * Does what it is for. Called on an event loop when the hub and the services are there, and the
   * steps before it have completed; must not block.
   *
   * @param node the node: not ready, without listeners and gateway
   * @return when it completes the next step begins, or the listeners open; if it fails, the node
   *     does not start
   * @throws Exception as if what is returned had failed
   */
  Future<Void> run(Node node) throws Exception;
}
