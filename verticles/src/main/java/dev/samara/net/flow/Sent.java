package dev.samara.net.flow;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * What became of many messages.
 *
 * @param messages how many have left
 * @param bytes how many bytes these have, without framing
 * @param notSent the messages that were pulled and did not leave whole, in the order in which they
 *     came back; what was on its way behind a message that cannot be sent may have left
 * @param failure why it stopped early: the first {@link
 *     dev.samara.net.connection.UndeliveredException}, or what the source has thrown; empty if all
 *     have left
 */
public record Sent(long messages, long bytes, List<Buffer> notSent, Optional<Throwable> failure) {

  /**
   * Whether the source was sent to its end.
   *
   * @return true if so
   */
  public boolean isComplete() {
    return failure.isEmpty();
  }
}
