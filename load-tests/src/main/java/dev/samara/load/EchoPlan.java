package dev.samara.load;

import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The options of {@code bench echo}.
 *
 * @param connections TCP connections, each 1 to 50,000
 * @param depths messages in flight per connection, each 1 to 65,536
 * @param payloadBytes bytes of a message, each 8 to 16 MiB
 * @param servers which take part, in the order of the first round
 * @param yardstick the one of them that the others are compared with
 * @param window measured time of a round, 50 ms to 1 minute
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds windows per cell and server, 1 to 100
 * @param loops event loops of each server, 1 to 64
 * @param generatorLoops event loops of the generator, 1 to 64
 */
record EchoPlan(
    List<Integer> connections,
    List<Integer> depths,
    List<Integer> payloadBytes,
    List<EchoKind> servers,
    EchoKind yardstick,
    Duration window,
    Duration warmUp,
    int rounds,
    int loops,
    int generatorLoops) {

  private static final int MAX_PAYLOAD_BYTES = 1 << 24;

  EchoPlan {
    checkAll("--connections", connections, 1, 50_000);
    checkAll("--depths", depths, 1, 65_536);
    checkAll("--sizes", payloadBytes, 8, MAX_PAYLOAD_BYTES);
    Checks.range("--seconds in ms", window.toMillis(), 50, 60_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
    Checks.range("--generator-loops", generatorLoops, 1, 64);
    Checks.servers(servers);
    if (!servers.contains(yardstick)) {
      throw new IllegalArgumentException(
          "--against is %s, but must be one of the servers".formatted(yardstick.label()));
    }
  }

  /** The whole table: about ten minutes. */
  static EchoPlan full() {
    return new EchoPlan(
        List.of(1, 50, 200),
        List.of(1, 64),
        List.of(128, 16_384),
        EchoKind.usual(),
        EchoKind.NETTY,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        3,
        1,
        1);
  }

  /** A first look in under a minute; its figures are noisy. */
  static EchoPlan quick() {
    return new EchoPlan(
        List.of(50),
        List.of(1, 64),
        List.of(128, 16_384),
        EchoKind.usual(),
        EchoKind.NETTY,
        Duration.ofMillis(700),
        Duration.ofMillis(300),
        2,
        1,
        1);
  }

  /** One combination. */
  record Shape(int connections, int depth, int payloadBytes) {
    /** As it stands in a report. */
    Map<String, String> at() {
      Map<String, String> at = new LinkedHashMap<>();
      at.put("connections", Integer.toString(connections));
      at.put("depth", Integer.toString(depth));
      at.put("bytes", Integer.toString(payloadBytes));
      return at;
    }
  }

  /** Raw Netty unless it does not take part. */
  static EchoKind yardstickOf(List<EchoKind> servers) {
    return servers.isEmpty() || servers.contains(EchoKind.NETTY)
        ? EchoKind.NETTY
        : servers.getFirst();
  }

  /** The longest message that the servers have to take; the same limit for all cells of a run. */
  int maxPayloadBytes() {
    return payloadBytes.stream()
        .reduce(EchoServer.MAX_PAYLOAD_BYTES, (longest, bytes) -> Math.max(longest, bytes));
  }

  List<Shape> shapes() {
    return payloadBytes.stream()
        .flatMap(bytes ->
            depths.stream()
                .flatMap(
                    depth -> connections.stream().map(count -> new Shape(count, depth, bytes))))
        .toList();
  }

  /**
   * Who goes first differs from round to round, so that no server always has the same neighbours
   * and the same state of the machine: forward, backward, then both again from the next server on.
   */
  List<EchoKind> order(int round) {
    return order(servers, round);
  }

  static List<EchoKind> order(List<EchoKind> servers, int round) {
    List<EchoKind> turned =
        IntStream.range(0, servers.size())
            .mapToObj(i -> servers.get((i + round / 2) % servers.size()))
            .toList();
    return round % 2 == 0 ? turned : turned.reversed();
  }

  int measurements() {
    return shapes().size() * rounds * servers.size();
  }

  private static void checkAll(String name, List<Integer> values, int min, int max) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " must have at least one value");
    }
    values.forEach(value -> Checks.range(name, value, min, max));
  }
}
