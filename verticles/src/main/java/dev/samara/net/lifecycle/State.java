package dev.samara.net.lifecycle;

/**
 * The states of a connection. All changes go through {@code LiveConnection.become}.
 *
 * <pre>
 *          input ended, node drains,        route has dealt
 *          bytes or handler at fault        with everything        queue empty
 *   OPEN ─────────────────────────▶ FINISHING ─────────────▶ FLUSHING ─────────▶ CLOSING
 *    │                                  │                     ▲  │                │  ▲
 *    ├──── close(DRAIN) ────────────────┼─────────────────────┘  │                │  │
 *    ├──── close(FINISH_MESSAGE) ───────┴─────────────────────▲  │     link closed │  │
 *    │     (takes back what waits)                            │  │                ▼  │
 *    ├──── close(NOW), deadline ─────────────────────────────────┴──▶ CLOSING   CLOSED
 *    └──── link closed ─────────────────────────────────────────────▶ CLOSED
 * </pre>
 *
 * Only forward: a wish for an earlier state is ignored.
 */
enum State {

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
    return this == OPEN || this == FINISHING;
  }
}
