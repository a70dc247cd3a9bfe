package dev.samara.load.page;

import static dev.samara.load.page.Markup.escape;

import dev.samara.load.report.Figure;
import dev.samara.load.report.Machine;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Numbers;
import dev.samara.load.report.Report;
import dev.samara.load.report.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One report as one file of HTML. */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Sets a report as a page.
   *
   * @param report any report
   * @param stale why its figures are stale, empty if they are not
   * @return the page, which needs nothing else to be shown
   */
  public static String of(Report report, Optional<String> stale) {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Samara bench ")
        .append(escape(report.bench()))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<h1>Samara bench ")
        .append(escape(report.bench()))
        .append("</h1>\n");
    stale.ifPresent(
        why -> page.append("<p class=\"bad\">Stale: ").append(escape(why)).append(".</p>\n"));
    facts(page, report);
    remarks(page, report);
    Plots plots = new Plots(report);
    section(page, "Beside " + report.yardstick(), plots.ratios());
    section(page, "Over the cases", plots.curves());
    section(page, "Latency", plots.latencies());
    section(page, "Over time", plots.timelines());
    if (!report.results().isEmpty()) {
      page.append("<h2>All figures</h2>\n");
      table(page, report);
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static void facts(StringBuilder page, Report report) {
    Machine machine = report.machine();
    page.append("<dl>\n");
    fact(page, "machine", machine.inOneLine());
    fact(page, "measured", machine.date().toString());
    fact(page, "commit", machine.gitCommit().orElse("unknown"));
    fact(page, "load before", Numbers.ratio(machine.loadAverage()));
    report.options().forEach((name, value) -> fact(page, name, value));
    noise(report).ifPresent(text -> fact(page, "noise", text));
    page.append("</dl>\n");
  }

  private static void fact(StringBuilder page, String name, String value) {
    page.append("<dt>%s</dt><dd>%s</dd>\n".formatted(escape(name), escape(value)));
  }

  /** Of the main measures with more than one round. */
  private static Optional<String> noise(Report report) {
    List<Double> noises =
        report.results().stream()
            .flatMap(result -> result.figures().stream())
            .filter(figure -> figure.measure().main() && figure.rounds().size() > 1)
            .map(figure -> figure.spread().noise())
            .sorted()
            .toList();
    return noises.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "in the middle %s, at most %s: how far the furthest round is from the median"
                .formatted(
                    Numbers.percent(noises.get(noises.size() / 2)),
                    Numbers.percent(noises.getLast())));
  }

  private static void remarks(StringBuilder page, Report report) {
    if (!report.gaps().isEmpty()) {
      page.append("<h2>Missing</h2>\n<ul>\n");
      report
          .gaps()
          .forEach(gap ->
              page.append(
                  "<li><b>%s</b>: %s</li>\n".formatted(escape(gap.name()), escape(gap.reason()))));
      page.append("</ul>\n");
    }
    if (!report.checks().isEmpty()) {
      page.append("<h2>Checks</h2>\n<ul>\n");
      report
          .checks()
          .forEach(check ->
              page.append(
                  "<li class=\"%s\"><b>%s: %s</b> %s</li>\n"
                      .formatted(
                          check.held() ? "good" : "bad",
                          check.held() ? "held" : "broken",
                          escape(check.name()),
                          escape(check.detail()))));
      page.append("</ul>\n");
    }
  }

  private static void section(StringBuilder page, String title, List<String> charts) {
    if (!charts.isEmpty()) {
      page.append("<h2>").append(escape(title)).append("</h2>\n<div class=\"charts\">\n");
      charts.forEach(page::append);
      page.append("</div>\n");
    }
  }

  private static void table(StringBuilder page, Report report) {
    List<Measure> measures =
        report.results().stream()
            .flatMap(result -> result.figures().stream())
            .map(Figure::measure)
            .distinct()
            .toList();
    page.append("<div class=\"wide\"><table>\n<tr><th>case</th><th>subject</th>");
    measures.forEach(
        measure -> page.append("<th>").append(escape(measure.label())).append("</th>"));
    page.append("</tr>\n");
    for (Result result : report.results()) {
      page.append(
          "<tr><td>%s</td><td>%s</td>"
              .formatted(escape(result.heading()), escape(result.subject())));
      measures.forEach(measure -> cell(page, result.figure(measure.name())));
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static void cell(StringBuilder page, Optional<Figure> figure) {
    page.append("<td>");
    figure.ifPresent(one -> {
      page.append(Numbers.text(one.spread().median()));
      if (one.rounds().size() > 1) {
        page.append(
            String.format(
                Locale.ROOT, "<small> ±%s</small>", Numbers.percent(one.spread().noise())));
      }
      one.ratio()
          .filter(_ -> one.measure().main())
          .ifPresent(
              ratio -> page.append("<small> ×").append(Numbers.ratio(ratio)).append("</small>"));
    });
    page.append("</td>");
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the style of the page is not to be read", e);
    }
  }
}
