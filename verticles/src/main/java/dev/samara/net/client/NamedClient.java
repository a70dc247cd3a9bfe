package dev.samara.net.client;

import dev.samara.net.client.NameQueue.Waiting;
import dev.samara.net.connection.Ledger;
import dev.samara.net.lifecycle.LiveConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the registry knows of one name. Its lock guards all fields.
 *
 * <pre>
 *   expected ──▶ arriving ──▶ connected     claim, then the queue has gone out
 *      ▲             │            │
 *      └─────────────┴────────────┘         the last connection has ended
 * </pre>
 *
 * <p>Messages queue while it is expected or arriving.
 */
final class NamedClient {

  private static final ExpectedClient DEFAULTS = ExpectedClient.defaults();

  final NameQueue queue;

  /** Oldest first; more than one under KEEP_BOTH only. */
  final List<LiveConnection> connections = new ArrayList<>(1);

  /** Empty for a name that is there only as long as its connection. */
  Optional<ExpectedClient> expected = Optional.empty();

  /** Whether what has queued has not been handed over yet. */
  boolean arriving;

  NamedClient(Ledger ledger) {
    this.queue = new NameQueue(ledger);
  }

  boolean isReachable() {
    return !connections.isEmpty() && !arriving;
  }

  boolean isForgotten() {
    return connections.isEmpty() && expected.isEmpty();
  }

  LiveConnection newest() {
    return connections.getLast();
  }

  /** Lets a message wait; empty if there is no room. */
  Optional<Future<Void>> queue(Buffer message, long nowNanos) {
    var limits = expected.orElse(DEFAULTS);
    Optional<Long> deadline =
        limits.expiry().isZero()
            ? Optional.empty()
            : Optional.of(nowNanos + limits.expiry().toNanos());
    var waiting = new Waiting(message, Promise.promise(), deadline);
    return queue.offer(waiting, limits)
        ? Optional.of(waiting.promise().future())
        : Optional.empty();
  }
}
