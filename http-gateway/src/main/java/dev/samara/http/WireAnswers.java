package dev.samara.http;

import dev.samara.http.wire.WireHost;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/** What the wire of one connection says and counts. Used on that event loop. */
record WireAnswers(Counters counters, DateHeader clock, HookCalls hooks, HttpConnection connection)
    implements WireHost {

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

  @Override
  public void faulty(int status, String reason) {
    hooks.faulty(connection, status, reason);
  }

  @Override
  public boolean keepsIdle(Duration limit) {
    return hooks.idle(connection, limit);
  }
}
