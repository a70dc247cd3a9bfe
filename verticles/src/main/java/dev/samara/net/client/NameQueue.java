package dev.samara.net.client;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits for one name, in order, and its account. The registry's lock guards it. */
final class NameQueue {

  /**
   * A message that waits.
   *
   * @param deadlineNanos when it expires; empty if never
   */
  record Waiting(Buffer message, Promise<Void> promise, Optional<Long> deadlineNanos) {

    boolean isDue(long nowNanos) {
      return deadlineNanos.filter(deadline -> nowNanos - deadline >= 0).isPresent();
    }
  }

  private final Ledger ledger;
  private final ArrayDeque<Waiting> messages = new ArrayDeque<>(0);
  private long bytes;

  NameQueue(Ledger ledger) {
    this.ledger = ledger;
  }

  int size() {
    return messages.size();
  }

  /** Whether the message fits, and is in now. */
  boolean offer(Waiting waiting, ExpectedClient limits) {
    if (messages.size() >= limits.maxQueuedMessages()
        || bytes + waiting.message().length() > limits.maxQueuedBytes()) {
      return false;
    }
    messages.add(waiting);
    bytes += waiting.message().length();
    return true;
  }

  /** All of it, to be handed to the connection that has come. */
  List<Waiting> handOver() {
    ledger.flush(messages.size());
    return takeAll();
  }

  /** All of it, to be given back. */
  List<Waiting> giveBack() {
    ledger.giveBack(messages.size());
    return takeAll();
  }

  private List<Waiting> takeAll() {
    var all = List.copyOf(messages);
    messages.clear();
    bytes = 0;
    return all;
  }

  /** Tells the senders. Outside the registry's lock. */
  static void fail(List<Waiting> messages, Outcome outcome, Cause why, String reason) {
    for (var waiting : messages) {
      waiting.promise().fail(new UndeliveredException(outcome, why, reason));
    }
  }

  /** What has waited too long. */
  List<Waiting> expire(long nowNanos) {
    var due = new ArrayList<Waiting>(0);
    messages.removeIf(waiting -> {
      if (!waiting.isDue(nowNanos)) {
        return false;
      }
      due.add(waiting);
      bytes -= waiting.message().length();
      return true;
    });
    ledger.expire(due.size());
    return due;
  }
}
