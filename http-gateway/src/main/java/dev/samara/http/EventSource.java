package dev.samara.http;

import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Where the events of {@code /events} come from; the node provides it. */
@FunctionalInterface
public interface EventSource {
  /** A subscription that can be given back. */
  @FunctionalInterface
  interface Subscription {
    /** No events from now on, but for those under way. Called once, on any thread. */
    void cancel();
  }

  /**
   * Delivers every event from now on, until cancelled. Called once for each client, on an event
   * loop: it must not block.
   *
   * @param listener takes an event, on any thread, one at a time or not, without blocking and
   *     without throwing; it reads the object at once and keeps no reference
   * @return the way to end it
   */
  Subscription subscribe(Consumer<JsonObject> listener);

  /**
   * A source without events.
   *
   * @return that source
   */
  static EventSource none() {
    return listener -> () -> {};
  }
}
