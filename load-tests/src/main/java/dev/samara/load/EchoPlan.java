package dev.samara.load;

import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Target;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What {@code bench echo} and its likes do.
 *
 * @param axes whose combinations are measured
 * @param servers which take part, in the order of the first round; none if there is a target
 * @param yardstick the one of them that the others are compared with
 * @param target an echo that runs already, which is measured instead of servers
 * @param rate an open loop: messages per second of all connections together; empty for a closed
 *     loop
 * @param content a file to send
 * @param window measured time of a round, 50 ms to 1 hour
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds windows per cell and server, 1 to 100
 * @param loops event loops of each server, 1 to 64
 * @param generatorLoops event loops of the generator, 1 to 64
 * @param goOn whether a server that fails in a cell is started again for the next one
 * @param serverFlags JVM flags of the servers beside those that all benches give
 */
record EchoPlan(
    EchoAxes axes,
    List<EchoKind> servers,
    EchoKind yardstick,
    Optional<Target> target,
    Optional<Double> rate,
    Optional<Path> content,
    Duration window,
    Duration warmUp,
    int rounds,
    int loops,
    int generatorLoops,
    boolean goOn,
    List<String> serverFlags) {

  EchoPlan {
    Checks.range("--seconds in ms", window.toMillis(), 50, 3_600_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
    Checks.range("--generator-loops", generatorLoops, 1, 64);
    rate.ifPresent(
        perSecond -> Checks.range("--rate * 10", Math.round(perSecond * 10), 1, 100_000_000));
    if (target.isEmpty()) {
      Checks.servers(servers);
      if (!servers.contains(yardstick)) {
        throw new IllegalArgumentException(
            "--against is %s, but must be one of the servers".formatted(yardstick.label()));
      }
      for (EchoKind kind : servers) {
        if (!kind.media().containsAll(axes.media())) {
          throw new IllegalArgumentException(
              "--over: %s can do %s only".formatted(kind.label(), EchoAxes.labels(kind.media())));
        }
      }
    }
  }

  /** The whole table: about ten minutes. */
  static EchoPlan full() {
    return of(
        new EchoAxes(
            List.of(Medium.TCP), List.of(1, 50, 200), List.of(1, 64), List.of(128, 16_384)),
        EchoKind.usual(),
        2_000,
        1_000,
        3);
  }

  /** A first look in under a minute; its figures are noisy. */
  static EchoPlan quick() {
    return of(
        new EchoAxes(List.of(Medium.TCP), List.of(50), List.of(1, 64), List.of(128, 16_384)),
        EchoKind.usual(),
        700,
        300,
        2);
  }

  /** The axes on these servers with nothing unusual. */
  static EchoPlan of(
      EchoAxes axes, List<EchoKind> servers, int windowMillis, int warmUpMillis, int rounds) {
    return new EchoPlan(
        axes,
        servers,
        yardstickOf(servers),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(windowMillis),
        Duration.ofMillis(warmUpMillis),
        rounds,
        1,
        1,
        false,
        List.of());
  }

  /** A server that fails does not end the run, and each may use more memory. */
  EchoPlan goingOn(List<String> newServerFlags) {
    return new EchoPlan(
        axes,
        servers,
        yardstick,
        target,
        rate,
        content,
        window,
        warmUp,
        rounds,
        loops,
        generatorLoops,
        true,
        newServerFlags);
  }

  EchoPlan withAxes(EchoAxes newAxes) {
    return new EchoPlan(
        newAxes,
        servers,
        yardstick,
        target,
        rate,
        content,
        window,
        warmUp,
        rounds,
        loops,
        generatorLoops,
        goOn,
        serverFlags);
  }

  /** Raw Netty unless it does not take part. */
  static EchoKind yardstickOf(List<EchoKind> servers) {
    return servers.isEmpty() || servers.contains(EchoKind.NETTY)
        ? EchoKind.NETTY
        : servers.getFirst();
  }

  /** The longest message that the servers have to take; the same limit for all cells of a run. */
  int maxPayloadBytes() {
    return axes.payloadBytes().stream()
        .reduce(EchoServer.MAX_PAYLOAD_BYTES, (longest, bytes) -> Math.max(longest, bytes));
  }

  /**
   * Who goes first differs from round to round, so that no server always has the same neighbours
   * and the same state of the machine: forward, backward, then both again from the next server on.
   */
  List<EchoKind> order(int round) {
    return order(servers, round);
  }

  static <T> List<T> order(List<T> servers, int round) {
    List<T> turned =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get((i + round / 2) % servers.size()))
            .toList();
    return round % 2 == 0 ? turned : turned.reversed();
  }

  int measurements() {
    return axes.shapes().size() * rounds * Math.max(1, servers.size());
  }
}
