package dev.samara.node.config;

import dev.samara.net.memory.MemoryLimits;
import java.util.Optional;

/**
 * How many bytes messages may take in all connections together.
 *
 * @param inBytes for messages that were read and not dealt with
 * @param outBytes for messages that wait to be sent
 * @param totalBytes for both together
 */
public record MemoryConfig(
    Optional<Long> inBytes, Optional<Long> outBytes, Optional<Long> totalBytes) {

  /** Checks the values. */
  public MemoryConfig {
    limits(inBytes, outBytes, totalBytes);
  }

  /**
   * The limits as the core takes them.
   *
   * @return limits; what is not given is the default, or what fits to what is
   */
  public MemoryLimits options() {
    return limits(inBytes, outBytes, totalBytes);
  }

  private static MemoryLimits limits(
      Optional<Long> inBytes, Optional<Long> outBytes, Optional<Long> totalBytes) {
    var usual = MemoryLimits.defaults();
    var most = totalBytes.orElse(Long.MAX_VALUE);
    long in = inBytes.orElse(Math.min(usual.inBytes(), most));
    long out = outBytes.orElse(Math.min(usual.outBytes(), most));
    long total = totalBytes.orElse(Math.max(usual.totalBytes(), Math.max(in, out)));
    return Checks.in("memory.", () -> new MemoryLimits(in, out, total));
  }
}
