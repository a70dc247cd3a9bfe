package dev.samara.load.page;

import static dev.samara.load.page.Markup.at;
import static dev.samara.load.page.Markup.escape;

import dev.samara.load.report.Numbers;
import dev.samara.load.report.Point;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Curves over an axis.
 *
 * @param title what is drawn
 * @param xLabel heading of the lower axis
 * @param yLabel heading of the left axis
 * @param x the lower axis
 * @param xTicks places on it
 * @param xText how values of it are written
 * @param series the curves; colours go by their order
 */
record LineChart(
    String title,
    String xLabel,
    String yLabel,
    Scale x,
    List<Double> xTicks,
    DoubleFunction<String> xText,
    List<Series> series) {

  private static final double WIDTH = 620;
  private static final double HEIGHT = 300;
  private static final double LEFT = 62;
  private static final double TOP = 12;
  private static final double RIGHT = 14;
  private static final double BOTTOM = 44;

  /**
   * One curve.
   *
   * @param name for the legend
   * @param color number of its colour
   * @param points from left to right
   */
  record Series(String name, int color, List<Point> points) {}

  /** Curves over numbers. */
  static LineChart over(String title, String xLabel, String yLabel, List<Series> series) {
    List<Double> xs = series.stream().flatMap(s -> s.points().stream()).map(Point::x).toList();
    Scale x = Scale.of(xs, false);
    return new LineChart(title, xLabel, yLabel, x, x.ticks(), Scale::label, series);
  }

  String html() {
    List<Double> ys = series.stream().flatMap(s -> s.points().stream()).map(Point::y).toList();
    Scale y = Scale.of(ys, true);
    StringBuilder out = new StringBuilder("<figure class=\"chart\">\n<figcaption>");
    out.append(escape(title)).append("</figcaption>\n<p class=\"legend\">");
    series.forEach(one -> legend(out, one));
    out.append("</p>\n<svg viewBox=\"0 0 620 300\" role=\"img\" aria-label=\"")
        .append(escape(title))
        .append("\">\n");
    frame(out, y);
    series.forEach(one -> curve(out, one, y));
    return out.append("</svg>\n</figure>\n").toString();
  }

  private static void legend(StringBuilder out, Series one) {
    out.append("<span class=\"c")
        .append(one.color())
        .append("\">")
        .append(escape(one.name()))
        .append("</span> ");
  }

  private void frame(StringBuilder out, Scale y) {
    for (double tick : y.ticks()) {
      String place = at(down(y, tick));
      out.append(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
              .formatted(at(LEFT), at(WIDTH - RIGHT), place, place));
      out.append(
          "<text class=\"tick\" text-anchor=\"end\" x=\"%s\" y=\"%s\" dy=\"4\">%s</text>\n"
              .formatted(at(LEFT - 6), place, Scale.label(tick)));
    }
    for (double tick : xTicks) {
      String place = at(across(tick));
      out.append(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
              .formatted(place, place, at(TOP), at(HEIGHT - BOTTOM)));
      out.append(
          "<text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%s\">%s</text>\n"
              .formatted(place, at(HEIGHT - BOTTOM + 16), escape(xText.apply(tick))));
    }
    out.append(
        "<text class=\"axis\" text-anchor=\"middle\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(at((LEFT + WIDTH - RIGHT) / 2), at(HEIGHT - 8), escape(xLabel)));
    out.append(
        "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(12 %s) rotate(-90)\">%s</text>\n"
            .formatted(at((TOP + HEIGHT - BOTTOM) / 2), escape(yLabel)));
  }

  private void curve(StringBuilder out, Series one, Scale y) {
    out.append("<polyline class=\"curve c").append(one.color()).append("\" points=\"");
    for (Point point : one.points()) {
      out.append(at(across(point.x()))).append(',').append(at(down(y, point.y()))).append(' ');
    }
    out.append("\"/>\n");
    for (Point point : one.points()) {
      out.append(
          "<circle class=\"c%d\" cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s</title></circle>\n"
              .formatted(
                  one.color(),
                  at(across(point.x())),
                  at(down(y, point.y())),
                  escape(
                      "%s: %s at %s"
                          .formatted(
                              one.name(), Numbers.text(point.y()), xText.apply(point.x())))));
    }
  }

  private double across(double value) {
    return LEFT + x.place(value) * (WIDTH - RIGHT - LEFT);
  }

  private static double down(Scale y, double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - BOTTOM - TOP);
  }
}
