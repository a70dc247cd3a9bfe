package dev.samara.load.micro;

import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of this package, one after the other, each in processes of its own. Owned by
 * the main thread.
 */
public final class MicroRun {
  /** The groups, which are the classes of benchmarks, in the order of a report. */
  public static final List<String> GROUPS =
      List.of("framing", "value", "outbox", "credit", "registry", "call");

  private static final Measure TIME = new Measure("time", "ns/op", Better.LESS, true);
  private static final Measure BYTES = new Measure("alloc", "B/op", Better.LESS, true);
  private static final Measure ALLOCATION_RATE =
      new Measure("alloc-rate", "alloc MB/s", Better.LESS, false);

  private final Timing timing;

  /**
   * How long and how often.
   *
   * @param forks processes for each case, 1 or more
   * @param rounds measured iterations in each of them, 1 or more
   * @param warmUps iterations before them, 0 or more
   * @param window length of an iteration, 1 ms or more
   */
  public record Timing(int forks, int rounds, int warmUps, Duration window) {}

  /**
   * One benchmark with one value of each of its parameters.
   *
   * @param entry the method
   * @param at its parameters
   */
  public record Case(BenchmarkListEntry entry, Map<String, String> at) {
    /**
     * The name in reports.
     *
     * @return group and method, as {@code framing.decode}
     */
    public String subject() {
      String name = entry.getUsername();
      return groupOf(entry) + name.substring(name.lastIndexOf('.'));
    }

    /**
     * The case in words.
     *
     * @return subject and parameters
     */
    public String text() {
      return at.isEmpty() ? subject() : subject() + " " + String.join(", ", at.values());
    }
  }

  /**
   * A run that has not begun.
   *
   * @param timing how long and how often
   */
  public MicroRun(Timing timing) {
    this.timing = timing;
  }

  /**
   * Finds the cases.
   *
   * @param groups some of {@link #GROUPS}
   * @return all cases of these groups, in the order of the groups
   */
  public static List<Case> cases(List<String> groups) {
    Collection<BenchmarkListEntry> all =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                List.of());
    return groups.stream()
        .flatMap(group -> all.stream().filter(entry -> groupOf(entry).equals(group)).sorted())
        .flatMap(entry -> combinations(entry).map(at -> new Case(entry, at)))
        .toList();
  }

  /**
   * Measures.
   *
   * @param cases which; see {@link #cases}
   * @param before told of each case before it begins
   * @return a result for each, grouped by their parameters
   * @throws IOException if a benchmark fails; says which and why
   */
  public List<Result> measure(List<Case> cases, Consumer<Case> before) throws IOException {
    List<Result> results = new ArrayList<>();
    for (Case one : cases) {
      before.accept(one);
      results.add(measure(one));
    }
    return results;
  }

  private Result measure(Case one) throws IOException {
    RunResult measured;
    try {
      measured = new Runner(options(one)).runSingle();
    } catch (RunnerException failed) {
      throw new IOException(one.text() + ": " + failed.getMessage(), failed);
    }
    Rounds rounds = new Rounds(one.subject(), one.at());
    measured.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .forEach(round -> add(round, rounds));
    return rounds.result();
  }

  private static void add(IterationResult round, Rounds into) {
    into.add(TIME, round.getPrimaryResult().getScore());
    round
        .getSecondaryResults()
        .forEach((label, result) -> {
          if (label.endsWith("gc.alloc.rate.norm")) {
            into.add(BYTES, result.getScore());
          } else if (label.endsWith("gc.alloc.rate")) {
            into.add(ALLOCATION_RATE, result.getScore());
          }
        });
  }

  private org.openjdk.jmh.runner.options.Options options(Case one) {
    TimeValue window = TimeValue.milliseconds(timing.window().toMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + one.entry().getUsername().replace(".", "\\.") + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(1)
            .forks(timing.forks())
            .warmupIterations(timing.warmUps())
            .warmupTime(window)
            .measurementIterations(timing.rounds())
            .measurementTime(window)
            .addProfiler(GCProfiler.class)
            .jvmArgs(
                Stream.concat(EchoProcess.JVM_FLAGS.stream(), Stream.of("-Djmh.ignoreLock=true"))
                    .toArray(String[]::new))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    one.at().forEach(options::param);
    return options.build();
  }

  private static String groupOf(BenchmarkListEntry entry) {
    String type = entry.getUserClassQName();
    return type.substring(type.lastIndexOf('.') + 1)
        .replaceFirst("Benchmark$", "")
        .toLowerCase(Locale.ROOT);
  }

  private static Stream<Map<String, String>> combinations(BenchmarkListEntry entry) {
    Stream<Map<String, String>> all = Stream.of(Map.of());
    for (var parameter : entry.getParams().orElse(Map.of()).entrySet()) {
      all =
          all.flatMap(so ->
              Stream.of(parameter.getValue())
                  .map(value -> {
                    Map<String, String> more = new LinkedHashMap<>(so);
                    more.put(parameter.getKey(), value);
                    return more;
                  }));
    }
    return all;
  }
}
