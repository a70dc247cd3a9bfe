package dev.samara.net.lifecycle;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Ledger;
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

  Inbound(ConnectionOptions options) {
    this.maxMessages = options.maxUnansweredMessages();
    this.maxBytes = options.maxUnansweredBytes();
  }

  void add(List<Buffer> messages) {
    ledger.accept(messages.size());
    pending += messages.size();
    for (var message : messages) {
      pendingBytes += message.length();
    }
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
  }

  /** At most what is pending: all of it, or what a route reports although it was given back. */
  private int settle(int messages) {
    var settled = Math.min(messages, pending);
    if (settled > 0) {
      // Bytes leave in proportion: exact again as soon as nothing is pending.
      pendingBytes -= pendingBytes * settled / pending;
      pending -= settled;
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
