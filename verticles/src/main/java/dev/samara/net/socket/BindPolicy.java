package dev.samara.net.socket;

/** When listening on several places counts as successful. */
public enum BindPolicy {
  /** If all could be opened; otherwise those that could are closed again. */
  ALL,
  /** If at least one could be opened. */
  ANY
}
