package dev.samara.load;

import dev.samara.load.server.BenchSettings;
import dev.samara.load.server.EchoKind;
import dev.samara.net.socket.BufferOptions;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The settings that have a bench of their own. */
final class VariantBenches {
  private VariantBenches() {}

  /** {@code samara bench ports}. */
  @Command(
      name = "ports",
      description = "The same clients on one shared port, and on ports of their own.",
      mixinStandardHelpOptions = true)
  static final class Ports extends VariantBench {
    @Option(names = "--ports", paramLabel = "N", description = "How many, instead of one.")
    private int ports = 8;

    @Override
    List<Variant> variants() {
      Checks.range("--ports", ports, 2, 1_000);
      return Stream.of(EchoKind.HANDLER, EchoKind.NETTY)
          .flatMap(kind -> Stream.of(1, ports).map(count -> variant(kind, count)))
          .toList();
    }

    private static Variant variant(EchoKind kind, int count) {
      String label = kind.label() + (count == 1 ? "-shared" : "-own");
      return new Variant(label, kind, List.of(BenchSettings.portsFlag(count)));
    }

    @Override
    List<Load> loads() {
      return List.of(new Load(1, 128), new Load(64, 128));
    }

    @Override
    int newcomers(boolean forQuickLook) {
      return forQuickLook ? 500 : 5_000;
    }

    /** With one there would be nothing to spread. */
    @Override
    int usualLoops() {
      return 2;
    }
  }

  /** {@code samara bench buffers}. */
  @Command(
      name = "buffers",
      description = "The echo with other sizes of the buffers of its sockets.",
      mixinStandardHelpOptions = true)
  static final class Buffers extends VariantBench {
    @Override
    List<Variant> variants() {
      BufferOptions usual = BufferOptions.DEFAULT;
      return List.of(
          variant("default", usual),
          variant("read-4k", usual.withReadBytes(4 * 1024)),
          variant("read-16k", usual.withReadBytes(16 * 1024)),
          variant("read-256k", usual.withReadBytes(256 * 1024)),
          variant("queue-10k", usual.withWriteQueueBytes(10 * 1024)),
          variant("queue-100k", usual.withWriteQueueBytes(100 * 1024)),
          variant("queue-1m", usual.withWriteQueueBytes(1024 * 1024)),
          variant("kernel-16k", usual.withKernelBytes(16 * 1024, 16 * 1024)),
          variant("kernel-1m", usual.withKernelBytes(1024 * 1024, 1024 * 1024)),
          variant("small", BufferOptions.SMALL),
          variant("bulk", BufferOptions.BULK));
    }

    private static Variant variant(String label, BufferOptions buffers) {
      return new Variant(label, EchoKind.HANDLER, List.of(BenchSettings.buffersFlag(buffers)));
    }

    @Override
    List<Load> loads() {
      return List.of(new Load(64, 128), new Load(4, 16 * 1024), new Load(1, 1024 * 1024));
    }

    @Override
    int newcomers(boolean forQuickLook) {
      return 0;
    }

    @Override
    int usualLoops() {
      return 1;
    }
  }
}
