package dev.samara.load.fault;

/** Which way bytes go through a relay or between two network namespaces. */
public enum Direction {
  /** From those who dialled to the one who listens. */
  TO_SERVER,
  /** From the one who listens to those who dialled. */
  TO_CLIENT
}
