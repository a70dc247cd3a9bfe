package dev.samara.rpc.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one call has of its own. Used around the call itself, on the thread that makes it:
 *
 * <pre>{@code
 * var options = CallOptions.none().withTimeout(Duration.ofMillis(50));
 * Future<Time> time = options.call(() -> clock.now(zone));
 * }</pre>
 *
 * @param timeout deadline from now on, 1 ms to 1 day; the client's default if empty, and none at
 *     all for a method that returns a stream
 * @param metadata travels beside the arguments: at most 64 entries and 16,384 characters together
 * @param key calls with the same key go to the same node as long as it is there, where the client
 *     is balanced by key
 * @param cancellation gives up on the call
 */
public record CallOptions(
    Optional<Duration> timeout,
    Map<String, String> metadata,
    Optional<String> key,
    Optional<Cancellation> cancellation) {

  /** The most entries that metadata may have. */
  public static final int MAX_METADATA_ENTRIES = 64;

  /** The most characters of all keys and values together. */
  public static final int MAX_METADATA_CHARACTERS = 16_384;

  /** Of a call that names none. */
  public static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  /** The longest. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  private static final CallOptions NONE =
      new CallOptions(Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

  private static final ThreadLocal<CallOptions> CURRENT = new ThreadLocal<>();

  /** Checks the options; an error names the option, its value and its range. */
  public CallOptions {
    timeout.ifPresent(CallOptions::checkTimeout);
    metadata = checkMetadata(metadata);
  }

  /**
   * Nothing of its own.
   *
   * @return the options
   */
  public static CallOptions none() {
    return NONE;
  }

  /**
   * What applies to a call made now on this thread.
   *
   * @return the innermost options around it
   */
  public static CallOptions current() {
    CallOptions current = CURRENT.get();
    return current == null ? NONE : current;
  }

  /**
   * A copy with a deadline.
   *
   * @param value from the call on, 1 ms to 1 day
   * @return the copy
   */
  public CallOptions withTimeout(Duration value) {
    return new CallOptions(Optional.of(value), metadata, key, cancellation);
  }

  /**
   * A copy with one more entry of metadata.
   *
   * @param name its name
   * @param value its value
   * @return the copy
   */
  public CallOptions withMetadata(String name, String value) {
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(name, value);
    return new CallOptions(timeout, all, key, cancellation);
  }

  /**
   * A copy with a key.
   *
   * @param value what decides about the node
   * @return the copy
   */
  public CallOptions withKey(String value) {
    return new CallOptions(timeout, metadata, Optional.of(value), cancellation);
  }

  /**
   * A copy with a means to give up.
   *
   * @param value cancels the call when it is cancelled
   * @return the copy
   */
  public CallOptions withCancellation(Cancellation value) {
    return new CallOptions(timeout, metadata, key, Optional.of(value));
  }

  /**
   * Makes calls with these options.
   *
   * @param calls all calls that it makes itself, on this thread
   * @param <T> what it gives
   * @return what it gives
   */
  public <T> T call(Supplier<T> calls) {
    CallOptions before = CURRENT.get();
    CURRENT.set(this);
    try {
      return calls.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  private static void checkTimeout(Duration value) {
    if (value.compareTo(MIN_TIMEOUT) < 0 || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout: " + value + " (expected: 1 ms to 1 day)");
    }
  }

  /**
   * Checks metadata.
   *
   * @param metadata any
   * @return a copy
   * @throws IllegalArgumentException if there is too much of it
   */
  public static Map<String, String> checkMetadata(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return Map.of();
    }
    if (metadata.size() > MAX_METADATA_ENTRIES) {
      throw new IllegalArgumentException(
          "metadata: " + metadata.size() + " entries (expected: at most 64)");
    }
    int characters =
        metadata.entrySet().stream()
            .mapToInt(e -> e.getKey().length() + e.getValue().length())
            .sum();
    if (characters > MAX_METADATA_CHARACTERS) {
      throw new IllegalArgumentException(
          "metadata: " + characters + " characters (expected: at most 16384)");
    }
    return Map.copyOf(metadata);
  }
}
