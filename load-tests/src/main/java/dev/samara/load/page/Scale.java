package dev.samara.load.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to places on an axis.
 *
 * @param min the value at its beginning
 * @param max the value at its end, greater than the first
 * @param logarithmic whether equal distances are equal factors; then both are positive
 */
record Scale(double min, double max, boolean logarithmic) {
  /** Beyond this factor a linear axis would show its small values as nothing. */
  private static final double LINEAR_FACTOR = 30;

  private static final int TICKS = 6;

  /** An axis for values of which some may be much larger than others. */
  static Scale of(List<Double> values, boolean fromZero) {
    double least = values.stream().mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().mapToDouble(v -> v).max().orElse(1);
    if (least > 0 && most / least > LINEAR_FACTOR) {
      return new Scale(least, most, true);
    }
    double begin = fromZero ? Math.min(0, least) : least;
    double end = most > begin ? most : begin + 1;
    return new Scale(begin, fromZero ? end + (end - begin) * 0.05 : end, false);
  }

  /** Where a value belongs: 0 at the beginning of the axis, 1 at its end. */
  double place(double value) {
    return logarithmic
        ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
        : (value - min) / (max - min);
  }

  /** Round values that cut the axis. */
  List<Double> ticks() {
    return logarithmic ? powers() : steps();
  }

  private List<Double> powers() {
    List<Double> ticks = new ArrayList<>();
    int decades = (int) Math.ceil(Math.log10(max / min));
    int[] factors = decades > 3 ? new int[] {1} : new int[] {1, 2, 5};
    int step = Math.max(1, decades / TICKS);
    for (int power = (int) Math.floor(Math.log10(min)); power <= Math.log10(max); power += step) {
      for (int factor : factors) {
        double tick = factor * Math.pow(10, power);
        if (tick >= min && tick <= max) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private List<Double> steps() {
    double rough = (max - min) / TICKS;
    double unit = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = unit * (rough / unit > 5 ? 10 : rough / unit > 2 ? 5 : rough / unit > 1 ? 2 : 1);
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(min / step) * step; tick <= max; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** A tick in few letters: 20k, 8.8M. */
  static String label(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return plain(value / 1e6) + "M";
    }
    return size >= 1e4 ? plain(value / 1e3) + "k" : plain(value);
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) < 0.01 ? "%.4f" : "%.2f", value);
    return text.replaceAll("\\.?0+$", "").isEmpty() ? "0" : text.replaceAll("\\.?0+$", "");
  }
}
