package dev.samara.net;

import dev.samara.net.connection.CloseMode;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * Shuts a hub down when a block of code ends, for tests and small programs. Made by {@link
 * Hub#scope}.
 */
public final class HubScope implements AutoCloseable {

  private final Hub hub;
  private final CloseMode mode;
  private final Duration within;

  HubScope(Hub hub, CloseMode mode, Duration within) {
    this.hub = hub;
    this.mode = mode;
    this.within = within;
  }

  /**
   * The hub.
   *
   * @return the hub
   */
  public Hub hub() {
    return hub;
  }

  /**
   * Shuts the hub down and waits until all its connections have ended. Closing again does nothing
   * more.
   *
   * @throws IllegalStateException on an event loop, which must not wait
   * @throws CompletionException if the shutdown fails
   */
  @Override
  public void close() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a hub's scope must not end on an event loop");
    }
    hub.shutdown(mode, within).toCompletionStage().toCompletableFuture().join();
  }
}
