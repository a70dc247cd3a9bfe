package dev.samara.net.client;

import dev.samara.net.access.AccessRules;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for a name that is known before its client connects.
 *
 * @param maxQueuedMessages how many messages may wait for it; 0 or more
 * @param maxQueuedBytes how many bytes of messages may wait for it; 0 or more
 * @param expiry how long a message may wait; zero for as long as it takes
 * @param rules who may have the name; without any, {@link ClientOptions#rules} hold
 * @param onDuplicate what happens when the name is wanted twice; if empty, what {@link
 *     ClientOptions#onDuplicate} says
 */
public record ExpectedClient(
    int maxQueuedMessages,
    long maxQueuedBytes,
    Duration expiry,
    AccessRules rules,
    Optional<DuplicatePolicy> onDuplicate) {

  /** How many messages may wait unless told otherwise. */
  public static final int DEFAULT_MAX_QUEUED_MESSAGES = 1_024;

  /** How many bytes may wait unless told otherwise, 1 MiB. */
  public static final long DEFAULT_MAX_QUEUED_BYTES = 1024 * 1024;

  /** How long a message may wait unless told otherwise. */
  public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ExpectedClient {
    if (maxQueuedMessages < 0) {
      throw new IllegalArgumentException(
          "maxQueuedMessages: %d (expected: >= 0)".formatted(maxQueuedMessages));
    }
    if (maxQueuedBytes < 0) {
      throw new IllegalArgumentException(
          "maxQueuedBytes: %d (expected: >= 0)".formatted(maxQueuedBytes));
    }
    if (expiry.isNegative() || expiry.toDays() > 365) {
      throw new IllegalArgumentException(
          "expiry: %d ms (expected: 0 to 365 days)".formatted(expiry.toMillis()));
    }
  }

  /**
   * A name for everybody, with a queue.
   *
   * @return the defaults
   */
  public static ExpectedClient defaults() {
    return new ExpectedClient(
        DEFAULT_MAX_QUEUED_MESSAGES,
        DEFAULT_MAX_QUEUED_BYTES,
        DEFAULT_EXPIRY,
        AccessRules.NONE,
        Optional.empty());
  }

  /**
   * Changes how much may wait.
   *
   * @param messages how many messages
   * @param bytes how many bytes
   * @param howLong how long each
   * @return changed options
   */
  public ExpectedClient withQueue(int messages, long bytes, Duration howLong) {
    return new ExpectedClient(messages, bytes, howLong, rules, onDuplicate);
  }

  /**
   * Changes who may have the name.
   *
   * @param newRules the rules
   * @return changed options
   */
  public ExpectedClient withRules(AccessRules newRules) {
    return new ExpectedClient(maxQueuedMessages, maxQueuedBytes, expiry, newRules, onDuplicate);
  }

  /**
   * Changes what happens when the name is wanted twice.
   *
   * @param policy the policy
   * @return changed options
   */
  public ExpectedClient withOnDuplicate(DuplicatePolicy policy) {
    return new ExpectedClient(
        maxQueuedMessages, maxQueuedBytes, expiry, rules, Optional.of(policy));
  }
}
