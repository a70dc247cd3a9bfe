package dev.samara.load.page;

import dev.samara.load.page.BarChart.Bar;
import dev.samara.load.page.LineChart.Series;
import dev.samara.load.report.Figure;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Numbers;
import dev.samara.load.report.Point;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Timeline;
import dev.samara.load.report.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Chooses what of a report is drawn, and how. Immutable. */
final class Plots {
  /** More of one kind are not looked at; the tables have the rest. */
  private static final int MAX_CHARTS = 12;

  private static final int COLORS = 8;

  /** The percentiles below which no curve is drawn: 99.999 % is the right edge. */
  private static final double LAST_SHARE = 1e-5;

  private final Report report;
  private final List<String> subjects;

  Plots(Report report) {
    this.report = report;
    this.subjects =
        Stream.concat(
                report.results().stream().map(Result::subject),
                report.timelines().stream().map(Timeline::subject))
            .distinct()
            .toList();
  }

  /** Ratios against the yardstick, a chart for each case and main measure. */
  List<String> ratios() {
    List<String> charts = new ArrayList<>();
    byCase()
        .forEach((heading, results) ->
            measures(results).stream()
                .filter(Measure::main)
                .map(measure -> bars(heading, measure, results))
                .filter(chart -> !chart.bars().isEmpty())
                .forEach(chart -> charts.add(chart.html())));
    return charts.stream().limit(MAX_CHARTS).toList();
  }

  /** Each measure over each axis that has numbers, with the other axes kept. */
  List<String> curves() {
    List<String> charts = new ArrayList<>();
    for (String axis : numericAxes()) {
      Map<String, List<Result>> rest = new LinkedHashMap<>();
      report
          .results()
          .forEach(result ->
              rest.computeIfAbsent(headingWithout(axis, result), _ -> new ArrayList<>())
                  .add(result));
      rest.forEach((heading, results) ->
          measures(results).stream()
              .filter(measure -> !measure.equals(Measure.MAX))
              .map(measure -> curve(axis, heading, measure, results))
              .filter(chart -> chart.series().stream().anyMatch(s -> s.points().size() > 1))
              .forEach(chart -> charts.add(chart.html())));
    }
    return charts.stream().limit(3L * MAX_CHARTS).toList();
  }

  /** Latency over percentiles: equal distances are a tenth of the messages each. */
  List<String> latencies() {
    List<String> charts = new ArrayList<>();
    byCase()
        .forEach((heading, results) -> {
          List<Series> series =
              results.stream()
                  .filter(result -> !result.latency().isEmpty())
                  .map(result -> series(result.subject(), tail(result.latency())))
                  .toList();
          if (!series.isEmpty()) {
            charts.add(percentiles(title("Latency", heading), series).html());
          }
        });
    return charts.stream().limit(MAX_CHARTS).toList();
  }

  /** What was watched over time, a chart for each kind. */
  List<String> timelines() {
    Map<String, List<Series>> byLabel = new LinkedHashMap<>();
    for (Timeline line : report.timelines()) {
      byLabel
          .computeIfAbsent(line.label(), _ -> new ArrayList<>())
          .add(series(line.subject(), line.points()));
    }
    return byLabel.entrySet().stream()
        .map(one -> LineChart.over(one.getKey() + " over time", "s", one.getKey(), one.getValue()))
        .map(LineChart::html)
        .toList();
  }

  private BarChart bars(String heading, Measure measure, List<Result> results) {
    List<Bar> bars = new ArrayList<>();
    for (Result result : results) {
      result.figure(measure.name()).ifPresent(figure -> addBar(bars, result.subject(), figure));
    }
    String label = measure.label() + " as a multiple of " + report.yardstick();
    return new BarChart(title(label, heading), bars, 1);
  }

  private void addBar(List<Bar> bars, String subject, Figure figure) {
    figure
        .ratio()
        .filter(ratio -> ratio > 0 && figure.spread().median() != 0)
        .ifPresent(ratio -> {
          double one = figure.spread().median() / ratio;
          bars.add(
              new Bar(
                  subject,
                  color(subject),
                  ratio,
                  figure.spread().min() / one,
                  figure.spread().max() / one));
        });
  }

  private LineChart curve(String axis, String heading, Measure measure, List<Result> results) {
    List<Series> series = new ArrayList<>();
    for (String subject : subjects) {
      List<Point> points =
          results.stream()
              .filter(result -> result.subject().equals(subject))
              .flatMap(result ->
                  result.figure(measure.name()).stream()
                      .map(figure -> new Point(value(result, axis), figure.spread().median())))
              .sorted(Comparator.comparingDouble(Point::x))
              .toList();
      if (!points.isEmpty()) {
        series.add(series(subject, points));
      }
    }
    return LineChart.over(
        title(measure.label() + " over " + axis, heading), axis, measure.label(), series);
  }

  private static LineChart percentiles(String title, List<Series> series) {
    Scale x = new Scale(0, -Math.log10(LAST_SHARE), false);
    return new LineChart(
        title,
        "percentile",
        "us",
        x,
        List.of(0d, 1d, 2d, 3d, 4d, 5d),
        place -> percentile(place) + "%",
        series);
  }

  /** At 0 nobody is left out, at 1 a tenth, at 2 a hundredth. */
  private static String percentile(double place) {
    return Scale.label(Math.round((1 - Math.pow(10, -place)) * 1e7) / 1e5)
        .replaceFirst("^100$", "99.999");
  }

  private static List<Point> tail(List<Point> latency) {
    return latency.stream()
        .map(point -> new Point(-Math.log10(Math.max(LAST_SHARE, 1 - point.x() / 100)), point.y()))
        .toList();
  }

  private Series series(String subject, List<Point> points) {
    return new Series(subject, color(subject), points);
  }

  private int color(String subject) {
    return subjects.indexOf(subject) % COLORS;
  }

  private Map<String, List<Result>> byCase() {
    Map<String, List<Result>> cases = new LinkedHashMap<>();
    report
        .results()
        .forEach(
            result -> cases.computeIfAbsent(result.heading(), _ -> new ArrayList<>()).add(result));
    return cases;
  }

  private List<String> numericAxes() {
    return report.results().stream()
        .flatMap(result -> result.at().keySet().stream())
        .distinct()
        .filter(axis ->
            report.results().stream()
                .map(result -> result.at().getOrDefault(axis, ""))
                .allMatch(value -> Numbers.number(value).isPresent()))
        .toList();
  }

  private static double value(Result result, String axis) {
    return Numbers.number(result.at().getOrDefault(axis, "")).orElse(0);
  }

  private static String headingWithout(String axis, Result result) {
    Map<String, String> rest = new LinkedHashMap<>(result.at());
    rest.remove(axis);
    return new Result(result.subject(), rest, List.of(), List.of()).heading();
  }

  private static List<Measure> measures(List<Result> results) {
    return results.stream()
        .flatMap(result -> result.figures().stream())
        .map(Figure::measure)
        .distinct()
        .toList();
  }

  private static String title(String what, String heading) {
    return heading.isEmpty() ? what : what + ": " + heading;
  }
}
