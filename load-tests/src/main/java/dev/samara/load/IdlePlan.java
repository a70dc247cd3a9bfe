package dev.samara.load;

import dev.samara.load.server.EchoKind;
import java.time.Duration;
import java.util.List;

/**
 * The options of {@code bench idle}.
 *
 * @param connections how many keep still, 1 to 50,000
 * @param servers which take part, in the order of the first round
 * @param window how long the echo beside them is measured, 50 ms to 1 minute
 * @param warmUp load before each window, 0 to 1 minute
 * @param rounds rounds with a new process for each server, 1 to 100
 * @param loops event loops of each server, 1 to 64
 * @param generatorLoops event loops of the generator, 1 to 64
 */
record IdlePlan(
    int connections,
    List<EchoKind> servers,
    Duration window,
    Duration warmUp,
    int rounds,
    int loops,
    int generatorLoops) {

  /** How many connections echo while the others keep still, one message in flight on each. */
  static final int ACTIVE_CONNECTIONS = 10;

  /** Bytes of a message of theirs. */
  static final int ACTIVE_PAYLOAD_BYTES = 128;

  IdlePlan {
    Checks.range("--connections", connections, 1, 50_000);
    Checks.range("--seconds in ms", window.toMillis(), 50, 60_000);
    Checks.range("--warmup in ms", warmUp.toMillis(), 0, 60_000);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
    Checks.range("--generator-loops", generatorLoops, 1, 64);
    Checks.servers(servers);
  }

  /** 20,000 connections; about three minutes. */
  static IdlePlan full() {
    return new IdlePlan(
        20_000,
        List.of(EchoKind.NETTY, EchoKind.VERTX, EchoKind.NAMED),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        3,
        1,
        1);
  }

  /** A first look at 2,000 connections, in half a minute; its figures are noisy. */
  static IdlePlan quick() {
    IdlePlan full = full();
    return new IdlePlan(
        2_000, full.servers(), Duration.ofMillis(500), Duration.ofMillis(200), 1, 1, 1);
  }

  IdlePlan withConnections(int count) {
    return new IdlePlan(count, servers, window, warmUp, rounds, loops, generatorLoops);
  }

  EchoKind yardstick() {
    return EchoPlan.yardstickOf(servers);
  }

  List<EchoKind> order(int round) {
    return EchoPlan.order(servers, round);
  }
}
