package dev.samara.load.page;

import static dev.samara.load.page.Markup.at;
import static dev.samara.load.page.Markup.escape;

import dev.samara.load.report.Numbers;
import java.util.List;

/**
 * Bars from left to right, and how far the rounds lie apart.
 *
 * @param title what is drawn
 * @param bars from top to bottom
 * @param mark where a line is drawn across, as at 1 for the yardstick of ratios
 */
record BarChart(String title, List<Bar> bars, double mark) {
  private static final double WIDTH = 620;
  private static final double LEFT = 130;
  private static final double RIGHT = 60;
  private static final double ROW = 24;
  private static final double BAR = 14;

  /**
   * One bar.
   *
   * @param name in front of it
   * @param color number of its colour
   * @param value its length
   * @param min where the lowest round ends
   * @param max where the highest round ends
   */
  record Bar(String name, int color, double value, double min, double max) {}

  String html() {
    double most = bars.stream().mapToDouble(Bar::max).reduce(mark, Math::max) * 1.02;
    double height = bars.size() * ROW + 8;
    StringBuilder out = new StringBuilder("<figure class=\"chart bars\">\n<figcaption>");
    out.append(escape(title))
        .append(
            "</figcaption>\n<svg viewBox=\"0 0 620 %s\" role=\"img\" aria-label=\"%s\">\n"
                .formatted(at(height), escape(title)));
    for (int i = 0; i < bars.size(); i++) {
      bar(out, bars.get(i), i * ROW + 4, most);
    }
    String place = at(across(mark, most));
    out.append(
        "<line class=\"mark\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"%s\"/>\n"
            .formatted(place, place, at(height)));
    return out.append("</svg>\n</figure>\n").toString();
  }

  private static void bar(StringBuilder out, Bar bar, double top, double most) {
    double middle = top + ROW / 2;
    out.append(
        "<text class=\"tick\" text-anchor=\"end\" x=\"%s\" y=\"%s\" dy=\"4\">%s</text>"
            .formatted(at(LEFT - 8), at(middle), escape(bar.name())));
    out.append(
        "<rect class=\"c%d\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(
                bar.color(),
                at(LEFT),
                at(middle - BAR / 2),
                at(across(bar.value(), most) - LEFT),
                at(BAR)));
    out.append(
        "<line class=\"noise\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
            .formatted(
                at(across(bar.min(), most)), at(across(bar.max(), most)), at(middle), at(middle)));
    out.append(
        "<text class=\"tick\" x=\"%s\" y=\"%s\" dy=\"4\">%s</text>\n"
            .formatted(at(across(bar.max(), most) + 6), at(middle), Numbers.ratio(bar.value())));
  }

  private static double across(double value, double most) {
    return LEFT + value / most * (WIDTH - RIGHT - LEFT);
  }
}
