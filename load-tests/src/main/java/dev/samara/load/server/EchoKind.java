package dev.samara.load.server;

import dev.samara.examples.echo.EchoConversation;
import dev.samara.examples.echo.EchoHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The registry of echo servers: one constant per kind, known on the command line by its name in
 * lower case. To add a kind, add a constant before the last one.
 */
public enum EchoKind {
  /** Raw Netty that writes each frame as it was read: the yardstick. */
  NETTY(() -> new NettyEcho(0, NettyAnswers.Each::new)),
  /** Raw Vert.x: a NetServer and buffers. */
  VERTX(VertxEcho::new),
  /** Samara, a handler on the event loop. */
  HANDLER(() -> new SamaraEcho((_, _) -> Future.succeededFuture(Routes.handler(EchoHandler::new)))),
  /** Samara, a service behind a bus address, with an instance on each event loop. */
  BUS(() -> new SamaraEcho(SamaraEcho::bus)),
  /** Samara, straight-line code on virtual threads. */
  THREAD(() ->
      new SamaraEcho((_, _) -> Future.succeededFuture(Routes.thread(new EchoConversation())))),
  /** Raw Netty that gathers its answers: the most that can be had. Takes part when it is named. */
  NETTY_GATHERED(() -> new NettyEcho(EchoServer.HEADER_BYTES, NettyAnswers.Gathered::new));

  private final Supplier<EchoServer> factory;

  EchoKind(Supplier<EchoServer> factory) {
    this.factory = factory;
  }

  /**
   * Finds a kind by its name.
   *
   * @param label the name in lower case, words joined by a hyphen
   * @return the kind, empty if there is none of that name
   */
  public static Optional<EchoKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /**
   * Those that take part unless others are named.
   *
   * @return kinds, in the order of the first round
   */
  public static List<EchoKind> usual() {
    return Arrays.stream(values()).filter(kind -> kind != NETTY_GATHERED).toList();
  }

  /**
   * The name on the command line and in reports.
   *
   * @return the name in lower case, words joined by a hyphen
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
