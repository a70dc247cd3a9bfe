package dev.samara.net.access;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.DelegatingSession;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record LimitedRoute(Route inner, Optional<Rate> messages, Optional<Rate> bytes) implements Route {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Map<String, Long> refusals(String listener) {
    return inner.refusals(listener);
  }

  @Override
  public Map<String, Long> figures() {
    return inner.figures();
  }

  @Override
  public Session open(Session.Control control) {
    return new LimitedSession(this, control);
  }

  private static final class LimitedSession extends DelegatingSession {

    private final Route inner;
    private final Control control;
    private final Optional<TokenBucket> messageTokens;
    private final Optional<TokenBucket> byteTokens;

    /** What came too early; bounded by the connection's credit, since nobody deals with it. */
    private final ArrayDeque<Buffer> early = new ArrayDeque<>(0);

    private boolean inputEnded;

    LimitedSession(LimitedRoute route, Control control) {
      this.inner = route.inner;
      this.control = control;
      this.messageTokens = route.messages.map(rate -> new TokenBucket(rate, control.nowNanos()));
      this.byteTokens = route.bytes.map(rate -> new TokenBucket(rate, control.nowNanos()));
    }

    @Override
    public void opened() {
      openInner(inner.open(control));
    }

    @Override
    public void messages(List<Buffer> messages) {
      early.addAll(messages);
      passOn(control.nowNanos());
    }

    @Override
    public void tick(long nowNanos) {
      passOn(nowNanos);
      super.tick(nowNanos);
    }

    private void passOn(long nowNanos) {
      if (early.isEmpty()) {
        return;
      }
      var now = new ArrayList<Buffer>();
      while (!early.isEmpty()
          && hasToken(messageTokens, nowNanos)
          && hasToken(byteTokens, nowNanos)) {
        var message = early.poll();
        messageTokens.ifPresent(bucket -> bucket.spend(1));
        byteTokens.ifPresent(bucket -> bucket.spend(message.length()));
        now.add(message);
      }
      if (!now.isEmpty()) {
        super.messages(now);
      }
      if (inputEnded && early.isEmpty()) {
        super.inputEnded();
      }
    }

    private static boolean hasToken(Optional<TokenBucket> bucket, long nowNanos) {
      return bucket.isEmpty() || bucket.get().hasToken(nowNanos);
    }

    /** The session inside must not hear of the end before it has the messages. */
    @Override
    public void inputEnded() {
      inputEnded = true;
      if (early.isEmpty()) {
        super.inputEnded();
      }
    }

    @Override
    public Future<List<Buffer>> leave() {
      return super.leave()
          .map(unread -> {
            var all = new ArrayList<>(unread);
            all.addAll(early);
            early.clear();
            return all;
          });
    }

    @Override
    public void closed(Event.Disconnected event) {
      early.clear();
      super.closed(event);
    }
  }
}
