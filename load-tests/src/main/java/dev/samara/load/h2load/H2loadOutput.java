package dev.samara.load.h2load;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What h2load prints at the end of a run, and what it logs of each request.
 *
 * @param protocol as negotiated, {@code h2} for HTTP/2
 * @param requests answered requests
 * @param requestsPerSecond rate
 * @param failed requests that failed, broke or timed out
 * @param badAnswers answers with a status other than 2xx or 3xx
 * @param latenciesNanos of each request, in nanoseconds
 */
public record H2loadOutput(
    String protocol,
    long requests,
    double requestsPerSecond,
    long failed,
    long badAnswers,
    Histogram latenciesNanos) {

  private static final Pattern PROTOCOL = Pattern.compile("(?m)^Application protocol: (\\S+)");
  private static final Pattern RATE = Pattern.compile("(?m)^finished in .*?, ([0-9.]+) req/s");
  private static final Pattern REQUESTS =
      Pattern.compile(
          "(?m)^requests: .* (\\d+) done, \\d+ succeeded, (\\d+) failed, (\\d+) errored,"
              + " (\\d+) timeout");
  private static final Pattern CODES =
      Pattern.compile("(?m)^status codes: \\d+ 2xx, \\d+ 3xx, (\\d+) 4xx, (\\d+) 5xx");

  /** In a line of the log: when the request began, its status, and how long it took. */
  private static final int MICROS_COLUMN = 2;

  /**
   * Reads the output of a run.
   *
   * @param text all that was printed
   * @param log the lines of its log: three numbers with tabs between them
   * @return the figures, empty if this is not the output of a run that came to its end
   */
  public static Optional<H2loadOutput> parse(String text, Stream<String> log) {
    Matcher protocol = PROTOCOL.matcher(text);
    Matcher rate = RATE.matcher(text);
    Matcher requests = REQUESTS.matcher(text);
    Matcher codes = CODES.matcher(text);
    if (!protocol.find() || !rate.find() || !requests.find() || !codes.find()) {
      return Optional.empty();
    }
    Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    log.map(line -> line.split("\\s+"))
        .filter(columns -> columns.length > MICROS_COLUMN)
        .mapToLong(columns -> Long.parseLong(columns[MICROS_COLUMN]))
        .forEach(micros ->
            nanos.recordValue(
                Math.min(TimeUnit.MICROSECONDS.toNanos(micros), nanos.getHighestTrackableValue())));
    return Optional.of(
        new H2loadOutput(
            protocol.group(1),
            Long.parseLong(requests.group(1)),
            Double.parseDouble(rate.group(1)),
            sum(requests, 2, 4),
            sum(codes, 1, 2),
            nanos));
  }

  private static long sum(Matcher line, int from, int to) {
    long sum = 0;
    for (int group = from; group <= to; group++) {
      sum += Long.parseLong(line.group(group));
    }
    return sum;
  }
}
