package dev.samara.load.report;

import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for the terminal. */
public final class ReportTable {
  private ReportTable() {}

  /**
   * Sets results as tables: one for each case with its subjects as rows, or a single one with the
   * cases as columns if only one subject took part.
   *
   * @param results the figures
   * @param yardstick name of the subject that the ratios refer to
   * @return lines of text, each ended by LF
   */
  public static String of(List<Result> results, String yardstick) {
    if (results.stream().map(Result::subject).distinct().count() <= 1) {
      return oneSubject(results);
    }
    StringBuilder text = new StringBuilder();
    cases(results)
        .forEach((heading, rows) -> text.append(oneCase(heading, rows, yardstick)).append('\n'));
    return text.toString();
  }

  /**
   * What is missing and what did not hold.
   *
   * @param report any report
   * @return lines of text, each ended by LF; empty if there is nothing to say
   */
  public static String remarks(Report report) {
    StringBuilder text = new StringBuilder();
    for (Gap gap : report.gaps()) {
      text.append("missing: ").append(gap.name()).append(": ").append(gap.reason()).append('\n');
    }
    for (Check check : report.checks()) {
      text.append(check.held() ? "held:    " : "BROKEN:  ")
          .append(check.name())
          .append(": ")
          .append(check.detail())
          .append('\n');
    }
    return text.toString();
  }

  private static Map<String, List<Result>> cases(List<Result> results) {
    Map<String, List<Result>> cases = new LinkedHashMap<>();
    results.forEach(
        result -> cases.computeIfAbsent(result.heading(), _ -> new ArrayList<>()).add(result));
    return cases;
  }

  private static String oneCase(String heading, List<Result> rows, String yardstick) {
    List<Measure> measures = measures(rows);
    boolean ratios =
        rows.stream().flatMap(row -> row.figures().stream()).anyMatch(f -> f.ratio().isPresent());
    TextTable table = new TextTable(headings(List.of(""), measures, ratios ? yardstick : ""));
    for (Result row : rows) {
      table.row(cells(List.of(row.subject()), row, measures, ratios));
    }
    return (heading.isEmpty() ? "" : heading + "\n") + table;
  }

  private static String oneSubject(List<Result> results) {
    if (results.isEmpty()) {
      return "";
    }
    List<String> axes = List.copyOf(results.getFirst().at().keySet());
    List<Measure> measures = measures(results);
    TextTable table = new TextTable(headings(axes, measures, ""));
    for (Result row : results) {
      List<String> first =
          axes.stream().map(axis -> Numbers.axis(row.at().getOrDefault(axis, "-"))).toList();
      table.row(cells(first, row, measures, false));
    }
    return table.toString();
  }

  private static List<Measure> measures(List<Result> rows) {
    return rows.stream()
        .flatMap(row -> row.figures().stream())
        .map(Figure::measure)
        .distinct()
        .toList();
  }

  private static String[] headings(List<String> first, List<Measure> measures, String yardstick) {
    List<String> headings = new ArrayList<>(first);
    for (Measure measure : measures) {
      headings.add(measure.label());
      if (measure.main()) {
        headings.add("noise");
        if (!yardstick.isEmpty()) {
          headings.add("/" + yardstick);
        }
      }
    }
    return headings.toArray(String[]::new);
  }

  private static String[] cells(
      List<String> first, Result row, List<Measure> measures, boolean ratios) {
    List<String> cells = new ArrayList<>(first);
    for (Measure measure : measures) {
      var figure = row.figure(measure.name());
      cells.add(figure.map(f -> Numbers.text(f.spread().median())).orElse("-"));
      if (measure.main()) {
        cells.add(
            figure
                .filter(f -> f.rounds().size() > 1)
                .map(f -> Numbers.percent(f.spread().noise()))
                .orElse("-"));
        if (ratios) {
          cells.add(figure.flatMap(Figure::ratio).map(Numbers::ratio).orElse("-"));
        }
      }
    }
    return cells.toArray(String[]::new);
  }
}
