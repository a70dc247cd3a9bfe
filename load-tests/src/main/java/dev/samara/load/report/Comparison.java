package dev.samara.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two runs of one bench side by side.
 *
 * @param warnings why they may not be comparable
 * @param differences one per subject, case and measure that both have
 */
public record Comparison(List<String> warnings, List<Difference> differences) {

  /** What a difference amounts to. */
  public enum Verdict {
    /** The rounds of both runs overlap: it may well be chance. */
    WITHIN_NOISE("within the noise"),
    /** All rounds of the second run are better than all of the first. */
    BETTER("better"),
    /** All rounds of the second run are worse than all of the first. */
    WORSE("worse"),
    /** One of them has a single round: nobody knows the noise. */
    UNKNOWN("one round: noise unknown");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** The words for tables. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * One measure in both runs.
   *
   * @param subject whose
   * @param heading the case in words
   * @param measure what
   * @param first its spread in the first run
   * @param second its spread in the second run
   * @param verdict what the difference amounts to
   */
  public record Difference(
      String subject,
      String heading,
      Measure measure,
      Spread first,
      Spread second,
      Verdict verdict) {

    /**
     * How much the median has changed.
     *
     * @return as a share of the first: 0.1 for a tenth more
     */
    public double change() {
      return first.median() == 0 ? 0 : second.median() / first.median() - 1;
    }
  }

  /**
   * Compares two runs.
   *
   * @param first the older one
   * @param second the newer one
   * @return the comparison; without differences if they have nothing in common
   */
  public static Comparison of(Report first, Report second) {
    List<Difference> differences = new ArrayList<>();
    for (Result result : second.results()) {
      first.results().stream()
          .filter(old -> old.subject().equals(result.subject()) && old.at().equals(result.at()))
          .findFirst()
          .ifPresent(old -> addAll(differences, old, result));
    }
    return new Comparison(warnings(first, second), differences);
  }

  private static void addAll(List<Difference> differences, Result old, Result result) {
    for (Figure figure : result.figures()) {
      Optional<Figure> before = old.figure(figure.measure().name());
      before.ifPresent(figureBefore ->
          differences.add(
              new Difference(
                  result.subject(),
                  result.heading(),
                  figure.measure(),
                  figureBefore.spread(),
                  figure.spread(),
                  verdict(figureBefore, figure))));
    }
  }

  private static Verdict verdict(Figure before, Figure after) {
    if (before.rounds().size() < 2 || after.rounds().size() < 2) {
      return Verdict.UNKNOWN;
    }
    boolean more = after.spread().min() > before.spread().max();
    boolean less = after.spread().max() < before.spread().min();
    if (!more && !less) {
      return Verdict.WITHIN_NOISE;
    }
    return more == (after.measure().better() == Measure.Better.MORE)
        ? Verdict.BETTER
        : Verdict.WORSE;
  }

  private static List<String> warnings(Report first, Report second) {
    List<String> warnings = new ArrayList<>();
    if (!first.bench().equals(second.bench())) {
      warnings.add("one is of %s, the other of %s".formatted(first.bench(), second.bench()));
    }
    if (!first.machine().inOneLine().equals(second.machine().inOneLine())) {
      warnings.add(
          "not the same machine: %s; %s"
              .formatted(first.machine().inOneLine(), second.machine().inOneLine()));
    }
    if (!first.options().equals(second.options())) {
      warnings.add("not the same options: %s; %s".formatted(first.options(), second.options()));
    }
    return warnings;
  }

  /**
   * The comparison for the terminal.
   *
   * @return warnings, then a table, each line ended by LF
   */
  public String text() {
    TextTable table =
        new TextTable("case", "subject", "measure", "first", "second", "change", "", "");
    for (Difference one : differences) {
      table.row(
          one.heading(),
          one.subject(),
          one.measure().label(),
          Numbers.text(one.first().median()),
          Numbers.text(one.second().median()),
          "%+.1f%%".formatted(one.change() * 100),
          "",
          one.verdict().toString());
    }
    StringBuilder text = new StringBuilder();
    warnings.forEach(warning -> text.append("beware: ").append(warning).append('\n'));
    return text.append(table).toString();
  }
}
