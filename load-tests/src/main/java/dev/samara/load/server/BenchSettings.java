package dev.samara.load.server;

import dev.samara.net.socket.BufferOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a bench varies of its servers beside their kind: system properties, given as flags to the
 * processes of the servers and read there.
 */
public final class BenchSettings {
  private static final String PORTS = "samara.bench.ports";
  private static final String BUFFERS = "samara.bench.buffers";

  private BenchSettings() {}

  /**
   * The flag with which Netty and Samara listen on several TCP ports.
   *
   * @param count ports, 1 to 1,000
   * @return a flag for the server's JVM
   */
  public static String portsFlag(int count) {
    return "-D%s=%d".formatted(PORTS, count);
  }

  /**
   * The flag with which Samara's TCP listeners have other buffers.
   *
   * @param buffers their sizes
   * @return a flag for the server's JVM
   */
  public static String buffersFlag(BufferOptions buffers) {
    return "-D%s=%d,%d,%d,%d"
        .formatted(
            BUFFERS,
            buffers.readBytes(),
            buffers.receiveBytes(),
            buffers.sendBytes(),
            buffers.writeQueueBytes());
  }

  /** On how many ports this process is to listen. */
  static int ports() {
    return Integer.getInteger(PORTS, 1);
  }

  /** The buffers that this process is to use, empty for the kit's own choice. */
  static Optional<BufferOptions> buffers() {
    return Optional.ofNullable(System.getProperty(BUFFERS))
        .map(text -> Stream.of(text.split(",")).map(Integer::valueOf).toList())
        .map(BenchSettings::buffers);
  }

  private static BufferOptions buffers(List<Integer> bytes) {
    return new BufferOptions(bytes.get(0), bytes.get(1), bytes.get(2), bytes.get(3));
  }
}
