package dev.samara.net.connection;

/**
 * What operators want to know and no message depends on. One notice at each edge: when something
 * begins and when it is over.
 */
public sealed interface Notice {

  /**
   * A peer has been silent for as long as it may; it is about to be closed unless its handler says
   * otherwise.
   *
   * @param connection the connection
   */
  record Idle(Connection connection) implements Notice {}

  /**
   * A listener accepts nobody for a while.
   *
   * @param listener the listener's name
   * @param cause why, for a person
   */
  record AcceptSuspended(String listener, String cause) implements Notice {}

  /**
   * A listener accepts again.
   *
   * @param listener the listener's name
   */
  record AcceptResumed(String listener) implements Notice {}

  /**
   * The memory budget of the process is used up.
   *
   * @param budget which part of it: in, out or total
   * @param usedBytes how much is used
   */
  record MemoryPressure(String budget, long usedBytes) implements Notice {}

  /**
   * There is room in the memory budget again.
   *
   * @param budget which part of it: in, out or total
   * @param usedBytes how much is used
   */
  record MemoryRelieved(String budget, long usedBytes) implements Notice {}
}
