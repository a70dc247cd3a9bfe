package dev.samara.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ratios that a run has to reach, or must not exceed. Its file has a line for each:
 *
 * <pre>
 * # subject  measure  bound   where
 * handler    per-cpu  &gt;= 1.2  bench=echo connections=50 depth=64 bytes=128
 * named      heap     &lt;= 3    bench=idle
 * </pre>
 *
 * <p>A line holds for all cases that it does not exclude. One with the name of another bench is not
 * looked at; one that finds nothing to compare is violated.
 *
 * @param rules one per line
 */
public record Gate(List<Rule> rules) {
  private static final String BENCH = "bench";
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+(>=|<=)\\s*([0-9.]+)((?:\\s+[^\\s=]+=\\S+)*)");

  /**
   * One line.
   *
   * @param text the line as it was written
   * @param subject whose ratio
   * @param measure name of the measure
   * @param atLeast whether the bound is the least; otherwise it is the most
   * @param bound the ratio
   * @param where the cases it holds for
   */
  public record Rule(
      String text,
      String subject,
      String measure,
      boolean atLeast,
      double bound,
      Map<String, String> where) {}

  /**
   * Reads a file.
   *
   * @param lines its lines; empty ones and those that begin with # say nothing
   * @return the gate
   * @throws IllegalArgumentException on the first line that is no rule; names it
   */
  public static Gate parse(List<String> lines) {
    return new Gate(
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(Gate::rule)
            .toList());
  }

  private static Rule rule(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "no rule of a gate: '%s' (expected: SUBJECT MEASURE >= RATIO [NAME=VALUE ...])"
              .formatted(line));
    }
    Map<String, String> where = new LinkedHashMap<>();
    for (String pair : parts.group(5).strip().split("\\s+")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        where.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return new Rule(
        line,
        parts.group(1),
        parts.group(2),
        parts.group(3).equals(">="),
        Double.parseDouble(parts.group(4)),
        where);
  }

  /**
   * Holds a run against the rules.
   *
   * @param report the run
   * @return a line for each violation, empty if there is none
   */
  public List<String> violations(Report report) {
    List<String> violations = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.where().getOrDefault(BENCH, report.bench()).equals(report.bench())) {
        hold(rule, report, violations);
      }
    }
    return violations;
  }

  private static void hold(Rule rule, Report report, List<String> violations) {
    boolean found = false;
    for (Result result : report.results()) {
      Optional<Double> ratio =
          Optional.of(result)
              .filter(one -> one.subject().equals(rule.subject()) && isWhere(one, rule))
              .flatMap(one -> one.figure(rule.measure()))
              .flatMap(Figure::ratio);
      found |= ratio.isPresent();
      ratio
          .filter(value -> rule.atLeast() ? value < rule.bound() : value > rule.bound())
          .ifPresent(value ->
              violations.add(
                  "%s: %s is %s (%s)"
                      .formatted(
                          rule.text(), rule.measure(), Numbers.ratio(value), result.heading())));
    }
    if (!found) {
      violations.add(rule.text() + ": nothing was measured that it is about");
    }
  }

  private static boolean isWhere(Result result, Rule rule) {
    return rule.where().entrySet().stream()
        .filter(one -> !one.getKey().equals(BENCH))
        .allMatch(one -> one.getValue().equals(result.at().get(one.getKey())));
  }
}
