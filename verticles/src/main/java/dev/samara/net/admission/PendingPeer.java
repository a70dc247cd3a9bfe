package dev.samara.net.admission;

import dev.samara.net.access.Admission;
import dev.samara.net.access.Refusal;
import dev.samara.net.access.Verdict;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Stands at the link's end while the application thinks about a peer; once it is admitted, passes
 * everything on to its connection. Owned by the link's event loop.
 *
 * <pre>
 *   WAITING ── allowed ──▶ ADMITTED
 *      │  denied, no decision in time, draining, too much input, peer gone
 *      ▼
 *   GONE
 * </pre>
 */
public final class PendingPeer implements Link.Receiver {

  /**
   * The link is not read meanwhile. What comes all the same (datagrams, what was read together with
   * a TLS handshake or with the end of the input) is kept up to this size.
   */
  private static final int MAX_HELD_BYTES = 64 * 1024;

  private enum State {
    WAITING,
    ADMITTED,
    GONE
  }

  /** What follows from the verdict. All methods are called on the link's event loop. */
  public interface Outcome {

    /**
     * The peer is let in.
     *
     * @return its connection's side of the link
     */
    Link.Receiver admitted();

    /**
     * The peer is turned away.
     *
     * @param refusal why, for the counts
     * @param detail why, for the log
     */
    void refused(Refusal refusal, String detail);

    /** The peer has left by itself. */
    void left();
  }

  private final Link link;
  private final Outcome outcome;
  private final List<ByteBuf> held = new ArrayList<>(0);
  private State state = State.WAITING;
  private Link.Receiver connection;
  private int heldBytes;
  private boolean inputEnded;

  private PendingPeer(Link link, Outcome outcome) {
    this.link = link;
    this.outcome = outcome;
  }

  /**
   * Asks an application about a peer. On the link's event loop, before it is read.
   *
   * @param admission the application
   * @param peer the peer
   * @param link its link
   * @param eventLoop the link's event loop
   * @param limit how long the application may think; zero for as long as it likes
   * @param outcome told of the verdict, once, maybe before this method returns
   * @return what the link is to talk to; empty if the peer was turned away at once
   */
  public static Optional<Link.Receiver> ask(
      Admission admission,
      Peer peer,
      Link link,
      EventLoop eventLoop,
      Duration limit,
      Outcome outcome) {
    var judged = judge(admission, peer);
    if (judged.isComplete()) {
      var denial = denial(judged);
      denial.ifPresent(reason -> outcome.refused(Refusal.ADMISSION, reason));
      return denial.isPresent() ? Optional.empty() : Optional.of(outcome.admitted());
    }
    var pending = new PendingPeer(link, outcome);
    link.read(false);
    judged.onComplete(_ -> eventLoop.execute(() -> pending.decide(judged)));
    if (!limit.isZero()) {
      var timer =
          eventLoop.schedule(
              () -> pending.refuse(Refusal.ADMISSION_TIMEOUT, "no decision within " + limit),
              limit.toNanos(),
              TimeUnit.NANOSECONDS);
      judged.onComplete(_ -> timer.cancel(false));
    }
    return Optional.of(pending);
  }

  private static Future<Verdict> judge(Admission admission, Peer peer) {
    try {
      return Objects.requireNonNull(admission.judge(peer), "no future")
          .map(verdict -> Objects.requireNonNull(verdict, "no verdict"));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Optional<String> denial(Future<Verdict> judged) {
    if (judged.failed()) {
      return Optional.of("the admission failed: " + judged.cause());
    }
    return judged.result().allowed() ? Optional.empty() : Optional.of(judged.result().reason());
  }

  private void decide(Future<Verdict> judged) {
    denial(judged).ifPresentOrElse(reason -> refuse(Refusal.ADMISSION, reason), this::admit);
  }

  private void admit() {
    if (state != State.WAITING) {
      return;
    }
    state = State.ADMITTED;
    connection = outcome.admitted();
    link.read(true);
    held.forEach(connection::read);
    if (!held.isEmpty()) {
      connection.readComplete();
    }
    held.clear();
    if (inputEnded) {
      connection.inputEnded();
    }
  }

  private void refuse(Refusal refusal, String detail) {
    if (state == State.WAITING) {
      state = State.GONE;
      held.clear();
      outcome.refused(refusal, detail);
      link.close(false);
    }
  }

  @Override
  public void read(ByteBuf bytes) {
    switch (state) {
      case ADMITTED -> connection.read(bytes);
      case WAITING -> hold(bytes);
      case GONE -> {}
    }
  }

  private void hold(ByteBuf bytes) {
    heldBytes += bytes.readableBytes();
    if (heldBytes <= MAX_HELD_BYTES) {
      held.add(Unpooled.copiedBuffer(bytes));
    } else if (!link.keepsMessageBounds()) {
      refuse(Refusal.ADMISSION, "it sent too much before it was admitted");
    }
  }

  @Override
  public void readComplete() {
    if (state == State.ADMITTED) {
      connection.readComplete();
    }
  }

  @Override
  public void writable() {
    if (state == State.ADMITTED) {
      connection.writable();
    }
  }

  @Override
  public void inputEnded() {
    inputEnded = true;
    if (state == State.ADMITTED) {
      connection.inputEnded();
    }
  }

  @Override
  public void drain(Duration within) {
    if (state == State.ADMITTED) {
      connection.drain(within);
    } else {
      refuse(Refusal.DRAINING, Refusal.DRAINING.phrase());
    }
  }

  @Override
  public void closed(Cause cause, String reason) {
    if (state == State.ADMITTED) {
      connection.closed(cause, reason);
    } else if (state == State.WAITING) {
      state = State.GONE;
      held.clear();
      outcome.left();
    }
  }
}
