package dev.samara.load;

import dev.samara.load.cluster.Subjects;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code bench cluster} does.
 *
 * @param cases the kinds of cells that are measured
 * @param window measured time of a round, 50 ms to 1 hour
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds windows per cell and subject, and kills, 1 to 100
 * @param loops event loops of each node, 1 to 64
 * @param generatorLoops event loops of what loads the listeners, 1 to 64
 * @param pendingCalls calls that are pending at a kill, 1 to 10,000
 * @param within how soon after a kill all of them must have their outcome, 1 ms to 1 minute
 */
record ClusterPlan(
    List<Kind> cases,
    Duration window,
    Duration warmUp,
    int rounds,
    int loops,
    int generatorLoops,
    int pendingCalls,
    Duration within) {

  /** What is done between the nodes. */
  enum Kind {
    CALL,
    STREAM,
    ROUTE,
    KILL;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String label) {
      return Stream.of(values())
          .filter(kind -> kind.label().equals(label))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "--cases: there is no %s, only call, stream, route, kill".formatted(label)));
    }
  }

  /**
   * One kind with one size.
   *
   * @param kind any but KILL
   * @param bytes of a message
   * @param depth messages in flight; 1 for a stream
   */
  record Cell(Kind kind, int bytes, int depth) {
    Map<String, String> at() {
      Map<String, String> at = new LinkedHashMap<>();
      at.put("case", kind.label());
      at.put("bytes", Integer.toString(bytes));
      if (kind != Kind.STREAM) {
        at.put("depth", Integer.toString(depth));
      }
      return at;
    }

    /** Who takes part, the yardstick first. */
    List<String> subjects(boolean withNats) {
      return switch (kind) {
        case CALL ->
            withNats
                ? List.of(Subjects.RAW, Subjects.RPC, Subjects.LINKS, Subjects.NATS)
                : List.of(Subjects.RAW, Subjects.RPC, Subjects.LINKS);
        case STREAM -> List.of(Subjects.RAW, Subjects.RPC, Subjects.LINKS);
        case KILL -> List.of(Subjects.RPC);
        case ROUTE -> List.of(Subjects.RAW, Subjects.ROUTE);
      };
    }
  }

  private static final List<Cell> CELLS =
      List.of(
          new Cell(Kind.CALL, 128, 200),
          new Cell(Kind.CALL, 16_384, 50),
          new Cell(Kind.STREAM, 1_024, 1),
          new Cell(Kind.ROUTE, 128, 200),
          new Cell(Kind.ROUTE, 16_384, 50));

  ClusterPlan {
    Checks.range("--seconds in ms", window.toMillis(), 50, 3_600_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
    Checks.range("--generator-loops", generatorLoops, 1, 64);
    Checks.range("--pending", pendingCalls, 1, 10_000);
    Checks.range("--within in ms", within.toMillis(), 1, 60_000);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("--cases must name at least one");
    }
  }

  /** All of it: about three minutes. */
  static ClusterPlan full() {
    return of(Duration.ofSeconds(2), Duration.ofSeconds(1), 3);
  }

  /** A first look; its figures are noisy. */
  static ClusterPlan quick() {
    return of(Duration.ofMillis(700), Duration.ofMillis(300), 2);
  }

  private static ClusterPlan of(Duration window, Duration warmUp, int rounds) {
    return new ClusterPlan(
        List.of(Kind.values()), window, warmUp, rounds, 2, 1, 1_000, Duration.ofSeconds(1));
  }

  /** Those of the cases that are measured in windows. */
  List<Cell> cells() {
    return CELLS.stream().filter(cell -> cases.contains(cell.kind())).toList();
  }

  boolean kills() {
    return cases.contains(Kind.KILL);
  }
}
