package dev.samara.node.config;

import dev.samara.net.socket.BufferOptions;
import java.util.Optional;

/**
 * How much of each connection's bytes is on its way at a time; see {@link BufferOptions}.
 *
 * @param profile small, default or bulk: what is meant where nothing else is given
 * @param readBytes the most that one read takes
 * @param receiveBytes the kernel's buffer for what arrives; 0 for the system's own choice
 * @param sendBytes the kernel's buffer for what leaves; 0 for the system's own choice
 * @param writeQueueBytes how much a socket is given beyond what the kernel takes
 */
public record BuffersConfig(
    Optional<Profile> profile,
    Optional<Integer> readBytes,
    Optional<Integer> receiveBytes,
    Optional<Integer> sendBytes,
    Optional<Integer> writeQueueBytes) {

  /** Sizes that go together. */
  public enum Profile {
    /** For very many connections that say little. */
    SMALL(BufferOptions.SMALL),
    /** What is meant without a profile. */
    DEFAULT(BufferOptions.DEFAULT),
    /** For few connections with long messages. */
    BULK(BufferOptions.BULK);

    private final BufferOptions options;

    Profile(BufferOptions options) {
      this.options = options;
    }
  }

  /**
   * The options as the core takes them.
   *
   * @return options, those of the profile where nothing is given
   * @throws ConfigException naming the option, its value and its range
   */
  public BufferOptions options() {
    return Checks.in("buffers.", () -> over(profile.orElse(Profile.DEFAULT).options));
  }

  private BufferOptions over(BufferOptions usual) {
    return new BufferOptions(
        readBytes.orElse(usual.readBytes()),
        receiveBytes.orElse(usual.receiveBytes()),
        sendBytes.orElse(usual.sendBytes()),
        writeQueueBytes.orElse(usual.writeQueueBytes()));
  }
}
