package dev.samara.load.trial;

import java.util.List;
import java.util.stream.Stream;

/** All trials there are. */
public final class Trials {
  private Trials() {}

  /**
   * Lists them.
   *
   * @return the trials in the order of running; those that need nothing but the JDK first
   */
  public static List<Trial> all() {
    return Stream.concat(RelayTrials.all().stream(), SystemTrials.all().stream()).toList();
  }
}
