package dev.samara.load.report;

import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Report.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Reports with made-up figures. */
public final class Samples {
  private Samples() {}

  /** A machine that is known by its commit. */
  public static Machine machine(Optional<String> commit) {
    return new Machine(
        "Some <CPU>",
        2,
        8L << 30,
        "Linux 6 amd64",
        "Some 25",
        "5.1.5",
        "4.2.16.Final",
        0.5,
        commit,
        Instant.parse("2026-01-02T03:04:05Z"));
  }

  /** Two servers, three numbers of connections, three rounds; with everything a report can have. */
  public static Report full() {
    List<Result> results = new ArrayList<>();
    for (int connections : List.of(1, 50, 1_000)) {
      results.add(result("netty", connections, 100, 110, 90));
      results.add(result("handler", connections, 150, 151, 148));
    }
    return new Report(
        "echo",
        machine(Optional.of("0123456789ab")),
        "netty",
        Map.of("rounds", "3"),
        Result.against("netty", results),
        List.of(new Gap("nats", "nats-server is not installed")),
        List.of(new Timeline("handler", "memory MiB", List.of(new Point(0, 5), new Point(1, 6)))),
        List.of(new Check("balance", true, "4 = 4"), new Check("order", false, "2 before 1")));
  }

  /** One server in one case, with its rates; half as much processor time as netty. */
  public static Result result(String subject, int connections, double... rates) {
    Map<String, String> at = new LinkedHashMap<>();
    at.put("connections", Integer.toString(connections));
    at.put("bytes", "128");
    Rounds rounds = new Rounds(subject, at);
    for (double rate : rates) {
      Histogram nanos = new Histogram(3);
      nanos.recordValueWithCount(TimeUnit.MICROSECONDS.toNanos(connections), 99);
      nanos.recordValue(TimeUnit.MICROSECONDS.toNanos(10L * connections));
      rounds.add(Measure.RATE, rate).addLatencies(nanos).add(Measure.CPU, 1e4 / rate);
    }
    return rounds.result();
  }
}
