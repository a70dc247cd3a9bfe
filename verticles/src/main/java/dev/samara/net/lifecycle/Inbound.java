package dev.samara.net.lifecycle;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Ledger;
import dev.samara.net.memory.MemoryLimits;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The messages a connection has read and its route has not dealt with: the credit. Owned by the
 * connection's event loop.
 */
final class Inbound {

  private final Ledger ledger = new Ledger();
  private final int maxMessages;
  private final long maxBytes;
  private int pending;
  private long pendingBytes;
  private long partBytes;

  private final LoopMemory memory;
  private long chargedBytes;
  private int chargedMessages;

  Inbound(ConnectionOptions options, LoopMemory memory) {
    this.memory = memory;
    this.maxMessages = options.maxUnansweredMessages();
    this.maxBytes = options.maxUnansweredBytes();
  }

  void add(List<Buffer> messages) {
    ledger.accept(messages.size());
    pending += messages.size();
    for (var message : messages) {
      pendingBytes += message.length();
    }
    charge();
  }

  /** So much of a message has been read that is not whole yet. */
  void part(long bytes) {
    if (bytes != partBytes) {
      partBytes = bytes;
      charge();
    }
  }

  long partBytes() {
    return partBytes;
  }

  /** Tells the memory budget what has changed. */
  private void charge() {
    var bytes = pendingBytes + partBytes + (long) pending * MemoryLimits.MESSAGE_BYTES;
    memory.in(bytes - chargedBytes, pending - chargedMessages);
    chargedBytes = bytes;
    chargedMessages = pending;
  }

  /** A message that is too long to be held: its bytes are no burden to the route. */
  void addStream() {
    ledger.accept(1);
    pending++;
  }

  void handled(int messages) {
    ledger.flush(settle(messages));
  }

  void refused(int messages) {
    ledger.reject(settle(messages));
  }

  void expired(int messages) {
    ledger.expire(settle(messages));
  }

  void giveBack(int messages) {
    ledger.giveBack(settle(messages));
  }

  /** The connection has ended: what the route still holds will not be answered. */
  void giveBackPending() {
    giveBack(pending);
    part(0);
  }

  /** At most what is pending: all of it, or what a route reports although it was given back. */
  private int settle(int messages) {
    var settled = Math.min(messages, pending);
    if (settled > 0) {
      // Bytes leave in proportion: exact again as soon as nothing is pending.
      pendingBytes -= pendingBytes * settled / pending;
      pending -= settled;
      charge();
    }
    return settled;
  }

  int pending() {
    return pending;
  }

  boolean isFull() {
    return pending > maxMessages || pendingBytes > maxBytes;
  }

  boolean hasRoom() {
    return pending <= maxMessages / 2 && pendingBytes <= maxBytes / 2;
  }

  Balance balance() {
    return ledger.balance(pending);
  }
}
