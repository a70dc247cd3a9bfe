package dev.samara.http;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Events on demand. */
final class TestEvents implements EventSource {
  final Set<Consumer<JsonObject>> listeners = ConcurrentHashMap.newKeySet();

  @Override
  public Subscription subscribe(Consumer<JsonObject> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void publish(JsonObject event) {
    listeners.forEach(listener -> listener.accept(event));
  }
}
