package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The exchange of frames with one event loop of a peer: calls made there, and calls from there.
 * Whoever takes a call out of its table gives it its outcome, so it gets exactly one. Owned by its
 * event loop unless said otherwise.
 */
public final class Dialogue implements Attempt.Holder, CallTable, Speaker {
  /** To fail in its place would take as many. */
  private static final int SHORT_ANSWER_BYTES = 256;

  private final CallLoop loop;
  private final Carrier carrier;
  private final Server server;
  private final LongObjectHashMap<Attempt> made = new LongObjectHashMap<>();
  private final LongObjectHashMap<IncomingCall> served = new LongObjectHashMap<>();
  private List<Frame> saying = new ArrayList<>();
  private final ItemChunks items = new ItemChunks();
  private final StreamSteps streams = new StreamSteps(this, made, served);

  /** About as many bytes of requests and answers have been said in this turn. */
  private long unsaidBytes;

  /**
   * Starts at random: an answer to an earlier life of this node must not fit a call of this one.
   */
  private long nextId = ThreadLocalRandom.current().nextLong();

  /** No deadline of either table is before this; NO_DEADLINE if there is none at all. */
  private long earliestNanos = Attempt.NO_DEADLINE;

  private long heardNanos;
  private Optional<Frame.Failure> ended = Optional.empty();

  /**
   * A dialogue, to be used on the loop from now on.
   *
   * @param loop owns it
   * @param carrier takes what it says to the peer
   * @param server deals with the peer's calls
   */
  public Dialogue(CallLoop loop, Carrier carrier, Server server) {
    this.loop = loop;
    this.carrier = carrier;
    this.server = server;
    this.heardNanos = loop.nanoTime();
    loop.execute(() -> loop.add(this));
  }

  /**
   * Who owns it. Any thread.
   *
   * @return its event loop
   */
  @Override
  public CallLoop loop() {
    return loop;
  }

  /**
   * What takes its frames. Any thread.
   *
   * @return the carrier
   */
  public Carrier carrier() {
    return carrier;
  }

  /**
   * When the peer said something last.
   *
   * @return nanoseconds of the loop's clock
   */
  public long heardNanos() {
    return heardNanos;
  }

  /**
   * Whether no call is under way in either direction.
   *
   * @return true if it could be forgotten
   */
  public boolean isIdle() {
    return made.isEmpty() && served.isEmpty() && saying.isEmpty();
  }

  /**
   * Whether a call made is under way.
   *
   * @return true if something is awaited of the peer
   */
  public boolean isWaiting() {
    return !made.isEmpty();
  }

  /**
   * Calls of the peer under way.
   *
   * @return how many
   */
  public int serving() {
    return served.size();
  }

  // ---- the caller's side

  /**
   * Makes a request.
   *
   * @param attempt gets its outcome later, or now if it cannot be made
   */
  public void start(Attempt attempt) {
    Optional<Frame.Failure> givenUp = attempt.begin(this, nextId++);
    if (givenUp.isPresent()) {
      end(attempt, givenUp.get());
    } else if (ended.isPresent()) {
      attempt.refuse(ended.get().kind(), ended.get().message());
    } else if (isFull()) {
      attempt.refuse(FailureKind.OVERLOADED, "too much is on its way to " + carrier.peer());
    } else {
      unsaidBytes += attempt.sizeBytes();
      made.put(attempt.id(), attempt);
      watch(attempt.deadlineNanos());
      say(attempt.request(loop.nanoTime()));
      attempt.upload().ifPresent(stream -> stream.connect(new UploadTarget(this, attempt)));
    }
  }

  /** Whether no further call should be made. */
  boolean isFull() {
    return carrier.isFull(unsaidBytes);
  }

  @Override
  public void cancel(Attempt attempt, Frame.Failure why) {
    if (made.remove(attempt.id()) != null) {
      say(new Frame.Cancel(attempt.id(), true));
      end(attempt, why);
    }
  }

  private void end(Attempt attempt, Frame.Failure failure) {
    attempt.upload().ifPresent(OutStream::stop);
    attempt.listener().failed(failure);
  }

  private void fail(long id, Frame.Failure failure) {
    Attempt attempt = made.remove(id);
    if (attempt == null) {
      loop.ledger().answeredLate();
    } else {
      end(attempt, failure);
    }
  }

  private void answered(long id, Payload result) {
    Attempt attempt = made.remove(id);
    if (attempt == null) {
      loop.ledger().answeredLate();
    } else {
      attempt.upload().ifPresent(OutStream::stop);
      attempt.listener().answered(result);
    }
  }

  // ---- both sides

  /** Says something about a request that is still under way; otherwise it is not said. */
  void say(Attempt attempt, Frame frame) {
    if (isMaking(attempt)) {
      say(frame);
    }
  }

  boolean isMaking(Attempt attempt) {
    return made.get(attempt.id()) == attempt;
  }

  /** Says an item as bytes; gives how many its payload has. */
  int sayItem(long id, boolean toCallee, Object item, ItemEncoder encoder) {
    return items.write(this, id, toCallee, item, encoder);
  }

  /** What was said in this turn. */
  List<Frame> unsaid() {
    return saying;
  }

  /** Says something when this turn of the event loop is over. */
  void say(Frame frame) {
    if (ended.isEmpty()) {
      saying.add(frame);
      if (saying.size() == 1) {
        loop.flushSoon(this);
      }
    }
  }

  /** Asks for a sign of life. */
  public void ping() {
    say(new Frame.Ping(0, false));
  }

  @Override
  public void flush() {
    if (!saying.isEmpty()) {
      List<Frame> now = saying;
      unsaidBytes = 0;
      saying = new ArrayList<>(Math.min(now.size(), 64));
      carrier.carry(now);
    }
  }

  /**
   * Takes what the peer said. The loop's clock was read since it came.
   *
   * @param frame the next one
   */
  public void receive(Frame frame) {
    heardNanos = loop.recentNanos();
    switch (frame) {
      case Frame.Request request -> serve(request);
      case Frame.Answer answer -> answered(answer.id(), answer.result());
      case Frame.Failure failure -> fail(failure.id(), failure);
      case Frame.Item item -> streams.item(item);
      case Frame.Items _ -> throw new IllegalStateException("items arrive one by one");
      case Frame.Credit credit -> streams.credit(credit);
      case Frame.End end -> streams.end(end);
      case Frame.Cancel cancel -> streams.cancelled(cancel);
      case Frame.Ping ping -> {
        if (!ping.isAnswer()) {
          say(new Frame.Ping(ping.id(), true));
        }
      }
    }
  }

  /**
   * Frames could not be delivered: requests among them have failed.
   *
   * @param frames as they were given to the carrier
   * @param kind why
   * @param notSent whether certainly nothing of them has left this node
   * @param reason for a human, as the end of a sentence
   */
  public void notCarried(List<Frame> frames, FailureKind kind, boolean notSent, String reason) {
    for (Frame frame : frames) {
      if (frame instanceof Frame.Request request && made.get(request.id()) != null) {
        String words =
            kind == FailureKind.NODE_LEFT
                ? carrier.peer() + " left before " + request.endpoint() + " reached it"
                : request.endpoint() + " could not be sent to " + carrier.peer() + reason;
        fail(
            request.id(),
            notSent
                ? Frame.Failure.unsent(request.id(), kind, words)
                : new Frame.Failure(request.id(), kind, words));
      }
    }
  }

  /**
   * Ends it: calls made have failed, calls served are stopped. A second time is nothing.
   *
   * @param kind of their failure
   * @param reason what happened to the peer, as in {@code node 'b' left}
   */
  @Override
  public void close(FailureKind kind, String reason) {
    if (ended.isPresent()) {
      return;
    }
    ended = Optional.of(new Frame.Failure(0, kind, reason));
    saying.clear();
    loop.remove(this);
    for (Attempt attempt : new ArrayList<>(made.values())) {
      String words =
          kind == FailureKind.CANCELLED
              ? reason
              : reason + " while it served " + attempt.endpoint();
      fail(attempt.id(), new Frame.Failure(attempt.id(), kind, words));
    }
    for (IncomingCall call : new ArrayList<>(served.values())) {
      call.abandon(FailureKind.CANCELLED);
    }
  }

  // ---- the callee's side

  private void serve(Frame.Request request) {
    long deadline =
        request.remainingMillis() == 0
            ? Attempt.NO_DEADLINE
            : loop.recentNanos() + request.remainingMillis() * 1_000_000;
    IncomingCall call = new FramedCall(this, request, deadline);
    IncomingCall first = served.put(request.id(), call);
    if (first != null) {
      served.put(request.id(), first);
      return; // A number used twice is a defect of the peer; the first one keeps it.
    }
    watch(deadline);
    server.serve(call);
  }

  /** The call is over. */
  void forget(FramedCall call) {
    served.remove(call.id());
  }

  /** Whether an answer of so many bytes still fits into what is on its way. */
  boolean takesAnswer(int bytes) {
    return bytes <= SHORT_ANSWER_BYTES || carrier.takesAnswer(unsaidBytes, bytes);
  }

  /** Says the answer to a call. */
  void sayAnswer(long id, Payload result) {
    unsaidBytes += result.length();
    say(new Frame.Answer(id, result));
  }

  // ---- deadlines

  private void watch(long deadlineNanos) {
    if (deadlineNanos != Attempt.NO_DEADLINE
        && (earliestNanos == Attempt.NO_DEADLINE || deadlineNanos - earliestNanos < 0)) {
      earliestNanos = deadlineNanos;
    }
  }

  @Override
  public void sweep(long nowNanos) {
    if (earliestNanos == Attempt.NO_DEADLINE || nowNanos - earliestNanos < 0) {
      return;
    }
    earliestNanos = Attempt.NO_DEADLINE;
    for (Attempt attempt : new ArrayList<>(made.values())) {
      if (isOver(attempt.deadlineNanos(), nowNanos)) {
        String words =
            "%s: no answer from %s within %d ms"
                .formatted(attempt.endpoint(), carrier.peer(), attempt.limitMillis());
        cancel(attempt, new Frame.Failure(attempt.id(), FailureKind.EXPIRED, words));
      } else {
        watch(attempt.deadlineNanos());
      }
    }
    for (IncomingCall call : new ArrayList<>(served.values())) {
      if (isOver(call.deadlineNanos(), nowNanos)) {
        call.abandon(FailureKind.EXPIRED);
      } else {
        watch(call.deadlineNanos());
      }
    }
  }

  private static boolean isOver(long deadlineNanos, long nowNanos) {
    return deadlineNanos != Attempt.NO_DEADLINE && nowNanos - deadlineNanos >= 0;
  }
}
