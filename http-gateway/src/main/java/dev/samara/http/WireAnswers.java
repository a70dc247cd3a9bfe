package dev.samara.http;

import dev.samara.http.wire.WireHost;
import io.vertx.core.buffer.Buffer;

/** What the wire of one event loop says and counts. Used on that event loop. */
record WireAnswers(Counters counters, DateHeader clock) implements WireHost {

  @Override
  public Buffer problem(int status, String reason, boolean inBody) {
    counters.problems.incrementAndGet();
    Problem problem = inBody && status == 400 ? Problem.BAD_BODY : Problem.ofWire(status);
    return problem.document(reason).toBuffer();
  }

  @Override
  public CharSequence date() {
    return clock.at(System.currentTimeMillis());
  }

  @Override
  public void requestBegan() {
    counters.requests.incrementAndGet();
  }
}
