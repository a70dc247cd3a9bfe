package dev.samara.load;

import dev.samara.load.generator.Medium;
import dev.samara.load.server.EchoKind;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * The echo over many sizes, or many numbers of connections; each server goes on after a failure.
 */
abstract class SweepBench extends EchoBenches {
  private static final List<String> ROOM =
      List.of("-Xmx6g", "-XX:MaxDirectMemorySize=6g", "-Dio.netty.maxDirectMemory=6442450944");

  /** {@code samara bench sizes}. */
  @Command(
      name = "sizes",
      description =
          "The echo over sizes from 1 B to 8,760,000 B, odd ones included, on 200 connections.",
      mixinStandardHelpOptions = true)
  static final class Sizes extends SweepBench {
    private static final int CONNECTIONS = 200;

    /** The ways to write a service beside the yardstick. */
    private static final List<EchoKind> STYLES =
        List.of(EchoKind.NETTY, EchoKind.HANDLER, EchoKind.BUS, EchoKind.THREAD, EchoKind.STREAM);

    private static final List<Integer> QUICK = List.of(1, 127, 997, 16_384, 146_000);

    @Override
    EchoPlan base(boolean quick) {
      EchoAxes axes =
          new EchoAxes(
              List.of(Medium.TCP),
              List.of(quick ? 20 : CONNECTIONS),
              List.of(1),
              quick ? QUICK : all());
      return EchoPlan.of(axes, STYLES, quick ? 200 : 500, quick ? 50 : 150, quick ? 1 : 2)
          .goingOn(ROOM);
    }

    /**
     * Powers of two and their neighbours, primes, and multiples of 1,460, what a packet carries.
     */
    static List<Integer> all() {
      Stream<Integer> powers =
          IntStream.of(3, 7, 10, 12, 14, 16, 20)
              .boxed()
              .flatMap(shift -> Stream.of((1 << shift) - 1, 1 << shift, (1 << shift) + 1));
      Stream<Integer> primes = Stream.of(1, 2, 31, 997, 10_007, 100_003);
      Stream<Integer> packets = Stream.of(1_460, 14_600, 146_000, 1_460_000, 8_760_000);
      return Stream.of(powers, primes, packets).flatMap(sizes -> sizes).sorted().toList();
    }
  }

  /** {@code samara bench connections}. */
  @Command(
      name = "connections",
      description = "The echo on 1 to 20,000 connections, one message in flight on each.",
      mixinStandardHelpOptions = true)
  static final class Connections extends SweepBench {
    private static final List<EchoKind> SERVERS =
        List.of(EchoKind.NETTY, EchoKind.VERTX, EchoKind.HANDLER, EchoKind.BUS);

    @Override
    EchoPlan base(boolean quick) {
      List<Integer> counts =
          quick ? List.of(1, 10, 100) : List.of(1, 2, 10, 50, 100, 200, 500, 1_000, 10_000, 20_000);
      EchoAxes axes = new EchoAxes(List.of(Medium.TCP), counts, List.of(1), List.of(128));
      return EchoPlan.of(axes, SERVERS, quick ? 200 : 1_000, quick ? 100 : 500, quick ? 1 : 3)
          .goingOn(List.of());
    }
  }
}
