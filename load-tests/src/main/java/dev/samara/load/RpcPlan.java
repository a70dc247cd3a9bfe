package dev.samara.load;

import dev.samara.load.RpcCase.Shape;
import dev.samara.load.generator.CallContent;
import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.Medium;
import dev.samara.load.rpc.RpcKind;
import dev.samara.load.rpc.RpcTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code bench rpc} does.
 *
 * @param cases those that are measured, in order
 * @param media how calls between processes travel
 * @param shapes what replaces parts of the shapes of the cases
 * @param target a service that runs already, which is called instead of servers of the bench
 * @param rate an open loop: calls per second of all connections together; empty for a closed loop
 * @param content what calls carry in place of made-up bytes
 * @param window measured time of a round, 50 ms to 1 hour
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds windows per case and kind, 1 to 100
 * @param loops event loops of each server, 1 to 64
 */
record RpcPlan(
    List<RpcCase> cases,
    List<Medium> media,
    RpcShapes shapes,
    Optional<RpcTarget> target,
    Optional<Double> rate,
    Optional<CallContent> content,
    Duration window,
    Duration warmUp,
    int rounds,
    int loops) {
  RpcPlan {
    if (cases.isEmpty() || cases.size() != cases.stream().distinct().count()) {
      throw new IllegalArgumentException("--cases must name each case once, at least one");
    }
    if (cases.contains(RpcCase.STREAM) && (rate.isPresent() || content.isPresent())) {
      throw new IllegalArgumentException(
          "--cases: a stream has items of its own (expected: calls, with --rate or --content)");
    }
    rate.ifPresent(
        perSecond -> Checks.range("--rate * 10", Math.round(perSecond * 10), 1, 100_000_000));
    if (media.isEmpty() || !RpcKind.SAMARA.media().containsAll(media)) {
      throw new IllegalArgumentException(
          "--over: calls travel over %s only"
              .formatted(String.join(", ", EchoAxes.labels(RpcKind.SAMARA.media()))));
    }
    Checks.range("--seconds in ms", window.toMillis(), 50, 3_600_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
  }

  /** About two minutes. */
  static RpcPlan full() {
    return preset(Duration.ofSeconds(2), Duration.ofSeconds(1), 3);
  }

  /** A first look; its figures are noisy. */
  static RpcPlan quick() {
    return preset(Duration.ofMillis(700), Duration.ofMillis(500), 2);
  }

  private static RpcPlan preset(Duration window, Duration warmUp, int rounds) {
    return new RpcPlan(
        List.of(RpcCase.values()),
        List.of(Medium.TCP),
        RpcShapes.usual(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        window,
        warmUp,
        rounds,
        1);
  }

  /**
   * Processor time of a server before its first round of a case: on a machine that is busy, seconds
   * say little about what has been compiled.
   */
  Duration firstWarmUp() {
    return warmUp.multipliedBy(4);
  }

  /** How the calls of a case travel; over TCP if not between processes, or not calls. */
  List<Medium> media(RpcCase one) {
    return one == RpcCase.UNARY ? media : List.of(Medium.TCP);
  }

  /** Who takes part over a medium, ours first. */
  List<RpcKind> kinds(RpcCase one, Medium medium) {
    return target.isPresent()
        ? List.of(one.ours())
        : one.kinds().stream().filter(kind -> kind.media().contains(medium)).toList();
  }

  /** In an open loop nobody says how many are in flight. */
  List<Shape> shapes(RpcCase one) {
    return shapes.of(one).stream()
        .map(shape -> rate.isPresent() ? shape.withDepth(1) : shape)
        .distinct()
        .toList();
  }

  /** A closed loop without warm-up, whatever is to come. */
  CallPlan closed(Shape shape, Duration length) {
    return CallPlan.closed(
        shape.connections(),
        shape.depth(),
        content.orElseGet(() -> new CallContent.MadeUp(shape.bytes())),
        Duration.ZERO,
        length);
  }

  /** What a round does, without warm-up and for another time. */
  CallPlan first(Shape shape, Duration length) {
    CallPlan closed = closed(shape, length);
    return rate.map(closed::withRate).orElse(closed);
  }

  /** A round. */
  CallPlan round(Shape shape) {
    return first(shape, window).withWarmUp(warmUp);
  }

  int measurements() {
    return rounds
        * cases.stream()
            .mapToInt(one ->
                shapes(one).size()
                    * media(one).stream().mapToInt(medium -> kinds(one, medium).size()).sum())
            .sum();
  }
}
