package dev.samara.load.report;

import java.util.List;
import java.util.Map;

/**
 * A whole run of one bench. All benches leave the same kind of report, so that one page, one
 * comparison and one gate serve them all.
 *
 * @param bench its name on the command line
 * @param machine where and when
 * @param yardstick the subject that the ratios refer to, empty text if there is none
 * @param options what was asked for, by name
 * @param results one per subject and case, in the order of measuring
 * @param gaps what is missing, and why
 * @param timelines figures over the time of the run
 * @param checks what had to hold, and whether it did
 */
public record Report(
    String bench,
    Machine machine,
    String yardstick,
    Map<String, String> options,
    List<Result> results,
    List<Gap> gaps,
    List<Timeline> timelines,
    List<Check> checks) {

  /**
   * Something that was asked for and is not among the results: a peer that is not installed, a
   * server that failed.
   *
   * @param name what is missing
   * @param reason why
   */
  public record Gap(String name, String reason) {}

  /**
   * Something that had to hold.
   *
   * @param name what
   * @param held whether it did
   * @param detail the figures it was seen from
   */
  public record Check(String name, boolean held, String detail) {}

  /**
   * A figure over the time of a run.
   *
   * @param subject whose
   * @param label what, with its unit
   * @param points seconds since the beginning, and the value then
   */
  public record Timeline(String subject, String label, List<Point> points) {}

  /**
   * A report with results alone.
   *
   * @param bench its name on the command line
   * @param machine where and when
   * @param yardstick the subject that the ratios refer to
   * @param options what was asked for
   * @param results one per subject and case
   */
  public Report(
      String bench,
      Machine machine,
      String yardstick,
      Map<String, String> options,
      List<Result> results) {
    this(bench, machine, yardstick, options, results, List.of(), List.of(), List.of());
  }

  /**
   * Whether all checks held.
   *
   * @return true if there is none that did not
   */
  public boolean sound() {
    return checks.stream().allMatch(Check::held);
  }
}
