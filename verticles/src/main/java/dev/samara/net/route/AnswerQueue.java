package dev.samara.net.route;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts answers back into the order of their messages. A slot stands for the messages of one bus
 * message; its answers leave as soon as all slots before it are complete. Owned by the connection's
 * event loop.
 */
final class AnswerQueue {

  private final Session.Control control;
  private final long timeoutNanos;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long nextSequence;
  private boolean broken;

  AnswerQueue(Session.Control control, long timeoutNanos) {
    this.control = control;
    this.timeoutNanos = timeoutNanos;
  }

  private static final class Slot {
    final long deadlineNanos;
    int missing;

    /** Why the message after the answers so far was refused; empty if none was. */
    String failure = "";

    /** Answers that came while an earlier slot was still incomplete. */
    List<Optional<Buffer>> held = List.of();

    Slot(int messages, long deadlineNanos) {
      this.missing = messages;
      this.deadlineNanos = deadlineNanos;
    }

    void hold(List<Optional<Buffer>> answers) {
      var all = new ArrayList<>(held);
      all.addAll(answers);
      held = all;
    }
  }

  /** Opens a slot for messages that are about to be sent, and returns its sequence number. */
  long expect(int messages) {
    slots.add(new Slot(messages, control.nowNanos() + timeoutNanos));
    return nextSequence++;
  }

  int outstanding() {
    return slots.size();
  }

  /** Takes answers for a slot; without effect if it is no longer waited for. */
  void answered(long sequence, List<Optional<Buffer>> answers) {
    var slot = slot(sequence);
    if (slot == null || broken) {
      return;
    }
    slot.missing -= answers.size();
    if (slot == slots.peek()) {
      send(answers);
      release();
    } else {
      slot.hold(answers);
    }
    control.flushAnswers();
  }

  /** Sends what the slots at the head hold, up to the first that is incomplete or has failed. */
  private void release() {
    while (!slots.isEmpty()) {
      var head = slots.peek();
      send(head.held);
      head.held = List.of();
      if (!head.failure.isEmpty()) {
        breakOff(head.failure);
        return;
      }
      if (head.missing > 0) {
        return;
      }
      slots.poll();
    }
  }

  private void send(List<Optional<Buffer>> answers) {
    for (var answer : answers) {
      answer.ifPresent(control::answer);
    }
    if (!answers.isEmpty()) {
      control.handled(answers.size());
    }
  }

  /**
   * A message of the slot was refused: the connection cannot go on without its answer, but what was
   * asked before may still be answered.
   */
  void failed(long sequence, String reason) {
    var slot = slot(sequence);
    if (slot != null && !broken) {
      slot.failure = reason;
      release();
      control.flushAnswers();
    }
  }

  private void breakOff(String reason) {
    broken = true;
    control.refused(Session.Control.ALL);
    control.fail(reason);
  }

  /** Looks whether the oldest slot has waited too long. */
  void tick(long nowNanos, String address) {
    var head = slots.peek();
    if (head != null && !broken && nowNanos >= head.deadlineNanos) {
      broken = true;
      control.expired(Session.Control.ALL);
      control.fail(
          Cause.TIME_LIMIT,
          "no answer from the bus address '%s' within %d ms"
              .formatted(address, timeoutNanos / 1_000_000));
    }
  }

  private Slot slot(long sequence) {
    var index = slots.size() - (nextSequence - sequence);
    if (index < 0) {
      return null;
    }
    if (index == 0) {
      return slots.peek();
    }
    var slot = slots.iterator();
    for (var i = 0L; i < index; i++) {
      slot.next();
    }
    return slot.next();
  }
}
