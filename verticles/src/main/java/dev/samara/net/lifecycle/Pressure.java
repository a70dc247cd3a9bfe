package dev.samara.net.lifecycle;

import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import java.util.function.BooleanSupplier;

/**
 * Stops reading while the route or the peer does not keep up, or memory is short; resumes at half
 * of what made it stop. Owned by the connection's event loop.
 */
final class Pressure {

  private final Link link;
  private final Inbound inbound;
  private final Outbound outbound;
  private final BooleanSupplier memoryAllows;
  private final long pauseAtQueuedBytes;
  private boolean reading = true;

  Pressure(
      Link link,
      ConnectionOptions options,
      Inbound inbound,
      Outbound outbound,
      BooleanSupplier memoryAllows) {
    this.memoryAllows = memoryAllows;
    this.link = link;
    this.inbound = inbound;
    this.outbound = outbound;
    // Answers to what was read must never fill the queue: they would be refused.
    this.pauseAtQueuedBytes = options.maxQueuedBytes() / 4;
  }

  boolean isReading() {
    return reading;
  }

  /**
   * Looks at the queues.
   *
   * @param isBehind whether what was read has not been decoded yet
   */
  void update(boolean isBehind) {
    if (reading == (!isBehind && (reading ? mayGoOn() : mayResume()))) {
      return;
    }
    reading = !reading;
    link.read(reading);
  }

  private boolean mayGoOn() {
    return !inbound.isFull()
        && outbound.queuedBytes() <= pauseAtQueuedBytes
        && memoryAllows.getAsBoolean();
  }

  private boolean mayResume() {
    return inbound.hasRoom()
        && outbound.queuedBytes() <= pauseAtQueuedBytes / 2
        && memoryAllows.getAsBoolean();
  }
}
