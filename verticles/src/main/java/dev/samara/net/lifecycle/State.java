package dev.samara.net.lifecycle;

/**
 * The states of a connection. All changes go through {@code LifeCycle.become}.
 *
 * <pre>
 *   DIALLING   close(DRAIN) waits here for the connection if something is queued
 *    │  connected; dialling failed or was given up: straight to CLOSING
 *    ▼
 *   OPEN
 *    │  input ended, node drains, idle, broken bytes, a message that cannot be answered
 *    ▼
 *   FINISHING
 *    │  route has dealt with everything it was given; or from OPEN: close(DRAIN),
 *    │  close(FINISH_MESSAGE) after it took back what waits, a handler that throws
 *    ▼
 *   FLUSHING
 *    │  queue empty; or from any state before: close(NOW), deadline, slow consumer, link closed
 *    ▼
 *   CLOSING
 *    │  link closed and all receipts given
 *    ▼
 *   CLOSED
 * </pre>
 *
 * Only forward: a wish for an earlier state is ignored.
 */
enum State {

  /** The link does not stand yet; what is sent waits. */
  DIALLING,

  /** Reads and sends. */
  OPEN,

  /** Reads no more; the route still answers what it has. */
  FINISHING,

  /** Accepts no more; what is queued still leaves. */
  FLUSHING,

  /** The link is being closed; receipts are outstanding, or the peer still reads what was sent. */
  CLOSING,

  /** Ended: everything is accounted for, the event has been given. */
  CLOSED;

  boolean acceptsMessages() {
    return this == DIALLING || this == OPEN || this == FINISHING;
  }
}
