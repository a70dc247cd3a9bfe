package dev.samara.net.lifecycle;

import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;

/**
 * Stops reading while the route or the peer does not keep up; resumes at half of what made it stop.
 * Owned by the connection's event loop.
 */
final class Pressure {

  private final Link link;
  private final Inbound inbound;
  private final Outbound outbound;
  private final long pauseAtQueuedBytes;
  private boolean reading = true;

  Pressure(Link link, ConnectionOptions options, Inbound inbound, Outbound outbound) {
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
    if (reading && (isBehind || inbound.isFull() || outbound.queuedBytes() > pauseAtQueuedBytes)) {
      reading = false;
      link.read(false);
    } else if (!reading
        && !isBehind
        && inbound.hasRoom()
        && outbound.queuedBytes() <= pauseAtQueuedBytes / 2) {
      reading = true;
      link.read(true);
    }
  }
}
