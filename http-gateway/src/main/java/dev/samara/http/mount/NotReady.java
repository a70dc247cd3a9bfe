package dev.samara.http.mount;

/**
 * Nothing is there yet. Who asked for a piece and gets this hands it back, and is called again when
 * there is one.
 */
public enum NotReady implements Polled, Step {
  /** The only one. */
  NOT_READY
}
