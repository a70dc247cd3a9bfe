package dev.samara.net.handshake;

import dev.samara.net.access.Refusal;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshake.Exchange;
import dev.samara.net.lifecycle.DelegatingSession;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's handshake, and then the route's session. Owned by the connection's event loop.
 *
 * <pre>
 *   LISTENING ◀── Ask ──┐
 *       │ a message     │
 *       ▼               │
 *   THINKING ───────────┤   (also the first state: the first step comes before any message)
 *       │               ├── Accept ──▶ OPEN
 *       │               └── Refuse, name not given, too late ──▶ OVER
 *       ▼
 *     OVER  the connection has ended
 * </pre>
 */
final class HandshakeSession extends DelegatingSession {

  private static final Logger LOG = LoggerFactory.getLogger(HandshakeSession.class);

  private enum State {
    THINKING,
    LISTENING,
    OPEN,
    OVER
  }

  private final HandshakeRoute route;
  private final Control control;
  private final Exchange exchange;
  private final long startNanos;
  private final Duration limit;

  /** Not yet looked at; bounded by the connection's credit, since nobody has dealt with them. */
  private final ArrayDeque<Buffer> early = new ArrayDeque<>(0);

  /** The message that is thought about, which may turn out to be the route's. */
  private Optional<Buffer> current = Optional.empty();

  private State state = State.THINKING;
  private boolean inputEnded;

  HandshakeSession(HandshakeRoute route, Control control, Exchange exchange) {
    this.route = route;
    this.control = control;
    this.exchange = exchange;
    this.startNanos = control.nowNanos();
    this.limit = control.timeouts().handshake();
  }

  @Override
  public void opened() {
    control.holdBack();
    think(exchange.start());
  }

  @Override
  public void messages(List<Buffer> messages) {
    if (state == State.OPEN) {
      super.messages(messages);
    } else if (state != State.OVER) {
      early.addAll(messages);
      listen();
    }
  }

  private void listen() {
    while (state == State.LISTENING && !early.isEmpty()) {
      state = State.THINKING;
      current = Optional.of(early.poll());
      think(exchange.message(current.get()));
    }
  }

  private void think(Future<Step> thought) {
    if (thought.isComplete()) {
      take(thought);
    } else {
      thought.onComplete(result -> control.context().runOnContext(_ -> takeLater(result)));
    }
  }

  /** Nobody stands around this call to see that a handler that throws costs its connection. */
  private void takeLater(AsyncResult<Step> thought) {
    try {
      take(thought);
      listen();
    } catch (RuntimeException e) {
      LOG.error("{}: the handler failed, closing", control.id(), e);
      control.refused(Control.ALL);
      control.fail("the handler failed: " + e);
    }
  }

  private void take(AsyncResult<Step> thought) {
    if (state != State.THINKING) {
      return; // It was too late.
    }
    if (thought.failed()) {
      refuse(Refusal.HANDSHAKE, "the handshake failed: " + thought.cause().getMessage());
      return;
    }
    switch (thought.result()) {
      case Step.Ask(var messages) -> ask(messages);
      case Step.Accept(var name, var messages) -> accept(name, messages);
      case Step.Unknown(var reason) ->
          route
              .unknown()
              .ifPresentOrElse(this::openUnknown, () -> refuse(Refusal.HANDSHAKE, reason));
      case Step.Refuse(var reason) -> refuse(Refusal.HANDSHAKE, reason);
    }
  }

  private void ask(List<Buffer> messages) {
    state = State.LISTENING;
    messages.forEach(control::answer);
    control.flushAnswers();
    settleCurrent();
  }

  private void accept(Optional<String> name, List<Buffer> messages) {
    control.letGo(() -> {
      if (name.isEmpty()) {
        messages.forEach(control::answer);
      } else {
        var refused = claim(name.get(), messages);
        if (refused.isPresent()) {
          control.holdBack();
          refuse(Refusal.NAME, refused.get());
          return;
        }
      }
      open(route.known(), Optional.empty());
    });
    control.flushAnswers();
  }

  private void openUnknown(Route unknown) {
    var verdict = route.judgeUnknown(control.peer());
    if (verdict.allowed()) {
      control.letGo(() -> open(unknown, current));
    } else {
      refuse(Refusal.RULES, "not known, and " + verdict.reason());
    }
  }

  /** Why the name was not given, if so. */
  private Optional<String> claim(String name, List<Buffer> answers) {
    try {
      var claim = route.clients().claim(name, control, answers);
      return Optional.of(claim).filter(result -> !result.given()).map(not -> not.explain(name));
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void open(Route inner, Optional<Buffer> first) {
    state = State.OPEN;
    openInner(inner.open(control));
    var follow = new ArrayList<Buffer>();
    first.ifPresent(follow::add);
    if (first.isPresent()) {
      current = Optional.empty();
    } else {
      settleCurrent();
    }
    follow.addAll(early);
    early.clear();
    if (!follow.isEmpty()) {
      super.messages(follow);
    }
    if (inputEnded) {
      super.inputEnded();
    }
  }

  /** The handshake has dealt with a message. */
  private void settleCurrent() {
    var settled = current.isPresent();
    current = Optional.empty();
    if (settled) {
      control.handled(1);
    }
  }

  private void refuse(Refusal refusal, String reason) {
    state = State.OVER;
    early.clear();
    exchange.farewell(reason).ifPresent(control::answer);
    route.count(refusal, control, reason);
    settleCurrent();
    control.refused(Control.ALL);
    var cause = refusal == Refusal.HANDSHAKE_TIMEOUT ? Cause.TIME_LIMIT : Cause.TURNED_AWAY;
    control.fail(cause, "turned away: " + reason);
  }

  @Override
  public void inputEnded() {
    inputEnded = true;
    super.inputEnded();
  }

  @Override
  public void tick(long nowNanos) {
    var waiting = state == State.THINKING || state == State.LISTENING;
    if (waiting && !limit.isZero() && nowNanos - startNanos >= limit.toNanos()) {
      refuse(Refusal.HANDSHAKE_TIMEOUT, "no handshake within %d ms".formatted(limit.toMillis()));
    }
    super.tick(nowNanos);
  }

  @Override
  public void closed(Event.Disconnected event) {
    state = State.OVER;
    early.clear();
    super.closed(event);
  }
}
