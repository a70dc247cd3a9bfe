package dev.samara.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The bus's reply addresses can be guessed: a client is given a token in place of each, good for
 * one answer on its own socket, for a time. Used on one event loop.
 */
final class ReplyTokens {
  static final String PREFIX = "samara.reply.";

  private static final int RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final int maxTokens;
  private final long timeoutNanos;
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

  ReplyTokens(int maxTokens, long timeoutNanos) {
    this.maxTokens = maxTokens;
    this.timeoutNanos = timeoutNanos;
  }

  private record Entry(String address, long deadlineNanos) {}

  /** Returns the token for an address; the oldest one makes room for it if there are too many. */
  String give(String address, long nowNanos) {
    while (!entries.isEmpty() && (entries.size() >= maxTokens || hasExpired(nowNanos))) {
      entries.pollFirstEntry();
    }
    var random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    var token = PREFIX + TEXT.encodeToString(random);
    entries.put(token, new Entry(address, nowNanos + timeoutNanos));
    return token;
  }

  private boolean hasExpired(long nowNanos) {
    return nowNanos - entries.firstEntry().getValue().deadlineNanos() >= 0;
  }

  /** Returns the address behind a token, once. */
  Optional<String> take(String token, long nowNanos) {
    return Optional.ofNullable(entries.remove(token))
        .filter(entry -> nowNanos - entry.deadlineNanos() < 0)
        .map(Entry::address);
  }
}
