package dev.samara.net.lifecycle;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A session around another one that may be opened later: passes everything on, and nothing while
 * there is no other one. Owned by the connection's event loop.
 */
public abstract class DelegatingSession implements BlockingSession {

  /** Also read by a thread that receives. */
  private volatile Session inner;

  /** Makes a session with none inside. */
  protected DelegatingSession() {}

  /**
   * Opens the session inside.
   *
   * @param session the session, gets everything from now on
   */
  protected final void openInner(Session session) {
    inner = session;
    session.opened();
  }

  /**
   * Whether there is a session inside.
   *
   * @return true after {@link #openInner}
   */
  protected final boolean hasInner() {
    return inner != null;
  }

  @Override
  public void messages(List<Buffer> messages) {
    inner.messages(messages);
  }

  @Override
  public void inputEnded() {
    if (inner != null) {
      inner.inputEnded();
    }
  }

  @Override
  public void answered(ForConnection answer) {
    if (inner != null) {
      inner.answered(answer);
    }
  }

  @Override
  public void outputEmpty() {
    if (inner != null) {
      inner.outputEmpty();
    }
  }

  @Override
  public void rejected(Event.MessageRejected event) {
    if (inner != null) {
      inner.rejected(event);
    }
  }

  @Override
  public boolean stream(MessageStream message) {
    return inner != null && inner.stream(message);
  }

  @Override
  public boolean idle() {
    return inner != null && inner.idle();
  }

  @Override
  public void tick(long nowNanos) {
    if (inner != null) {
      inner.tick(nowNanos);
    }
  }

  @Override
  public void closed(Event.Disconnected event) {
    if (inner != null) {
      inner.closed(event);
    }
  }

  @Override
  public Future<List<Buffer>> leave() {
    return inner == null
        ? Future.failedFuture(new IllegalStateException("the connection has no route yet"))
        : inner.leave();
  }

  @Override
  public void handOver() {
    if (inner instanceof BlockingSession blocking) {
      blocking.handOver();
    }
  }

  @Override
  public Optional<Buffer> receive() throws InterruptedException {
    return blocking().receive();
  }

  @Override
  public Optional<Buffer> receive(Duration within) throws InterruptedException, TimeoutException {
    return blocking().receive(within);
  }

  private BlockingSession blocking() {
    if (inner instanceof BlockingSession blocking) {
      return blocking;
    }
    throw new IllegalStateException("receive() needs a route of virtual threads");
  }
}
