package dev.samara.http.body;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** One body on its way into one buffer, within its own limit and that of all. */
final class BodyGathering implements BodyHandler {
  private final int maxBytes;
  private final BodyBudget budget;
  private final Buffer whole = Buffer.buffer();

  BodyGathering(int maxBytes, BodyBudget budget) {
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  @Override
  public Future<Void> handle(BodyEvent event) {
    Buffer bytes = event.bytes();
    if (bytes.length() > maxBytes - whole.length()) {
      return Future.failedFuture(
          new BodyException(413, "a body has at most " + maxBytes + " bytes here"));
    }
    if (!budget.reserve(bytes.length())) {
      return Future.failedFuture(
          new BodyException(503, "too many bodies are in memory at this moment"));
    }
    whole.appendBuffer(bytes);
    return Future.succeededFuture();
  }

  Future<Buffer> from(BodyStream stream) {
    return stream.forEach(this).map(last -> whole).onFailure(e -> budget.release(whole.length()));
  }
}
