package dev.samara.load.trial;

import dev.samara.load.report.Report.Check;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One fault and what has to hold in spite of it.
 *
 * @param name one word or a few joined by hyphens
 * @param needsTools whether it needs more than a JDK
 * @param missing what this machine lacks for it in words, empty if nothing
 * @param body the trial itself
 */
public record Trial(
    String name, boolean needsTools, Supplier<Optional<String>> missing, Body body) {
  /** One that needs tools of the system. */
  Trial(String name, Supplier<Optional<String>> missing, Body body) {
    this(name, true, missing, body);
  }

  /** A trial; blocks until it is over. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs the trial.
     *
     * @return whether all held, and the figures it was seen from
     * @throws Exception if the trial could not be carried out; says why
     */
    Outcome run() throws Exception;
  }

  /**
   * What came of a trial.
   *
   * @param held whether all held that had to
   * @param detail the figures it was seen from
   */
  public record Outcome(boolean held, String detail) {}

  static Trial anywhere(String name, Body body) {
    return new Trial(name, false, Optional::empty, body);
  }

  /**
   * Runs it; a trial that could not be carried out has not held.
   *
   * @return the check for the report
   * @throws InterruptedException if this thread was interrupted
   */
  public Check check() throws InterruptedException {
    try {
      Outcome outcome = body.run();
      return new Check(name, outcome.held(), outcome.detail());
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failed) {
      return new Check(name, false, failed.toString());
    }
  }
}
