package dev.samara.rpc.bridge;

import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Requests that a client has been given and may answer, each once and in time. The addresses it is
 * told to answer to have 128 random bits and mean something on its own connection only. Owned by
 * the connection's event loop.
 */
final class ReplyTable {

  /** No pattern permits addresses that begin with this. */
  private static final String PREFIX = "samara.reply.";

  private static final int RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final int maxEntries;
  private final long timeoutNanos;

  /** In the order of their deadlines, as all have the same time. */
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

  ReplyTable(int maxEntries, Duration timeout) {
    this.maxEntries = maxEntries;
    this.timeoutNanos = timeout.toNanos();
  }

  private record Entry(Message<Object> request, long deadlineNanos) {}

  /** Returns where the client may answer, or nothing if it has too many requests already. */
  Optional<String> add(Message<Object> request, long nowNanos) {
    if (entries.size() >= maxEntries) {
      return Optional.empty();
    }
    var random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    var address = PREFIX + TEXT.encodeToString(random);
    entries.put(address, new Entry(request, nowNanos + timeoutNanos));
    return Optional.of(address);
  }

  boolean contains(String address) {
    return entries.containsKey(address);
  }

  /** Takes a request out: it is being answered, or never will be. */
  Optional<Message<Object>> remove(String address) {
    return Optional.ofNullable(entries.remove(address)).map(Entry::request);
  }

  boolean hasExpired(long nowNanos) {
    return !entries.isEmpty() && nowNanos - entries.firstEntry().getValue().deadlineNanos() >= 0;
  }

  /** Takes out one request whose time is over. */
  Optional<Message<Object>> pollExpired(long nowNanos) {
    return hasExpired(nowNanos)
        ? Optional.of(entries.pollFirstEntry().getValue().request())
        : Optional.empty();
  }

  /** Takes out all requests. */
  List<Message<Object>> clear() {
    var all = new ArrayList<Message<Object>>();
    entries.values().forEach(entry -> all.add(entry.request()));
    entries.clear();
    return all;
  }
}
