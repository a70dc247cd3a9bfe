package dev.samara.load.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The registry of echo servers: one constant per kind, known on the command line by its name in
 * lower case. To add a kind, add a constant.
 */
public enum EchoKind {
  /** Raw Netty: the yardstick. */
  NETTY(NettyEcho::new),
  /** Raw Vert.x: a NetServer and buffers. */
  VERTX(VertxEcho::new);

  private final Supplier<EchoServer> factory;

  EchoKind(Supplier<EchoServer> factory) {
    this.factory = factory;
  }

  /**
   * Finds a kind by its name.
   *
   * @param label the name in lower case
   * @return the kind, empty if there is none of that name
   */
  public static Optional<EchoKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /**
   * The name on the command line and in reports.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Makes a server of this kind.
   *
   * @return a server that was not started yet
   */
  public EchoServer create() {
    return factory.get();
  }
}
