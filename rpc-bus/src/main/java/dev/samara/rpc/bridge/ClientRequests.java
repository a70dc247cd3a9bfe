package dev.samara.rpc.bridge;

import dev.samara.net.connection.Session;
import io.vertx.core.eventbus.Message;
import java.util.Optional;

/**
 * The bus messages that wait for an answer of one client. Whoever sent them is told as soon as it
 * is clear that there will be none. Owned by the connection's event loop.
 */
final class ClientRequests {

  /** Bus failures need a number; the bus's own are all this. */
  private static final int FAILURE_CODE = -1;

  private final BridgeCounts counts;
  private final Session.Control control;
  private final ReplyTable table;
  private final long timeoutMillis;

  ClientRequests(BridgeOptions options, BridgeCounts counts, Session.Control control) {
    this.counts = counts;
    this.control = control;
    this.table = new ReplyTable(options.maxReplyAddresses(), options.replyTimeout());
    this.timeoutMillis = options.replyTimeout().toMillis();
  }

  /** Whether a bus message wants an answer. */
  static boolean isRequest(Message<?> message) {
    return message.replyAddress() != null;
  }

  /** Returns where the client may answer; if it has too many requests, this one fails. */
  Optional<String> add(Message<Object> request) {
    var address = table.add(request, control.nowNanos());
    if (address.isPresent()) {
      counts.unanswered.increment();
    } else {
      fail(request, "the client has not answered too many other requests");
    }
    return address;
  }

  boolean contains(String address) {
    return table.contains(address);
  }

  /** Takes a request out that the client answers. */
  Optional<Message<Object>> take(String address) {
    var request = table.remove(address);
    request.ifPresent(_ -> counts.unanswered.decrement());
    return request;
  }

  /** The client does not get a request, if it is still among them. */
  void undelivered(String address, String why) {
    take(address).ifPresent(request -> fail(request, why));
  }

  boolean hasExpired(long nowNanos) {
    return table.hasExpired(nowNanos);
  }

  void expire(long nowNanos) {
    for (var late = table.pollExpired(nowNanos);
        late.isPresent();
        late = table.pollExpired(nowNanos)) {
      counts.unanswered.decrement();
      fail(late.get(), "the client did not answer within %d ms".formatted(timeoutMillis));
    }
  }

  /** The client has gone. */
  void end() {
    for (var request : table.clear()) {
      counts.unanswered.decrement();
      fail(request, "the client has disconnected");
    }
  }

  /** Fails a message if it wants an answer. */
  static void fail(Message<?> message, String why) {
    if (isRequest(message)) {
      message.fail(FAILURE_CODE, why);
    }
  }
}
