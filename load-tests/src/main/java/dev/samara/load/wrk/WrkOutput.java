package dev.samara.load.wrk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk prints at the end of a run with {@code --latency}.
 *
 * @param requests answered requests
 * @param requestsPerSecond rate
 * @param bytesPerSecond bytes read, with headers
 * @param p50Micros median latency; of pipelined requests, that of the whole pipeline
 * @param p99Micros 99th percentile of the latency, likewise
 * @param socketErrors connections refused, broken or timed out
 * @param badAnswers answers with a status other than 2xx or 3xx
 */
public record WrkOutput(
    long requests,
    double requestsPerSecond,
    double bytesPerSecond,
    double p50Micros,
    double p99Micros,
    long socketErrors,
    long badAnswers) {

  private static final String NUMBER = "([0-9.]+)";
  private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s*" + NUMBER);
  private static final Pattern TRANSFER =
      Pattern.compile("(?m)^Transfer/sec:\\s*" + NUMBER + "([KMGTP]?)B");
  private static final Pattern SOCKET_ERRORS =
      Pattern.compile(
          "(?m)^\\s*Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern BAD_ANSWERS =
      Pattern.compile("(?m)^\\s*Non-2xx or 3xx responses: (\\d+)");

  /**
   * Reads the output of a run.
   *
   * @param text all of it
   * @return the figures, empty if this is not the output of a run that came to its end
   */
  public static Optional<WrkOutput> parse(String text) {
    Matcher requests = REQUESTS.matcher(text);
    Matcher rate = RATE.matcher(text);
    Matcher transfer = TRANSFER.matcher(text);
    Optional<Double> p50 = percentile(text, 50);
    Optional<Double> p99 = percentile(text, 99);
    if (!requests.find() || !rate.find() || !transfer.find() || p50.isEmpty() || p99.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WrkOutput(
            Long.parseLong(requests.group(1)),
            Double.parseDouble(rate.group(1)),
            Double.parseDouble(transfer.group(1)) * binaryUnit(transfer.group(2)),
            p50.get(),
            p99.get(),
            sum(SOCKET_ERRORS.matcher(text)),
            sum(BAD_ANSWERS.matcher(text))));
  }

  private static Optional<Double> percentile(String text, int percent) {
    Matcher line =
        Pattern.compile("(?m)^\\s*" + percent + "%\\s+" + NUMBER + "(us|ms|s|m|h)\\s*$")
            .matcher(text);
    return line.find()
        ? Optional.of(Double.parseDouble(line.group(1)) * micros(line.group(2)))
        : Optional.empty();
  }

  private static long sum(Matcher line) {
    long sum = 0;
    if (line.find()) {
      for (int group = 1; group <= line.groupCount(); group++) {
        sum += Long.parseLong(line.group(group));
      }
    }
    return sum;
  }

  private static double micros(String unit) {
    return switch (unit) {
      case "us" -> 1;
      case "ms" -> 1e3;
      case "s" -> 1e6;
      case "m" -> 60e6;
      default -> 3600e6;
    };
  }

  private static double binaryUnit(String prefix) {
    return prefix.isEmpty() ? 1 : Math.pow(1024, "KMGTP".indexOf(prefix) + 1.0);
  }
}
