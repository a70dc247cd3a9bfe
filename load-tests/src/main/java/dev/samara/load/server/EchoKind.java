package dev.samara.load.server;

import dev.samara.examples.echo.EchoConversation;
import dev.samara.examples.echo.EchoHandler;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WireFormat;
import dev.samara.net.route.Routes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The registry of echo servers: one constant per kind, known on the command line by its name in
 * lower case.
 */
public enum EchoKind {
  /** Raw Netty that gathers a frame and writes it as it was read: the yardstick. */
  NETTY(max -> new NettyEcho(max, 0, NettyAnswers.Each::new)),
  /** Raw Vert.x: a NetServer and buffers. */
  VERTX(VertxEcho::new),
  /** Samara, a handler on the event loop. */
  HANDLER(max -> SamaraEcho.whole(max, SamaraEcho.to(Routes.handler(EchoHandler::new)))),
  /** Samara, a service behind a bus address, with an instance on each event loop. */
  BUS(max -> SamaraEcho.whole(max, SamaraEcho::bus)),
  /** Samara, straight-line code on virtual threads. */
  THREAD(max -> SamaraEcho.whole(max, SamaraEcho.to(Routes.thread(new EchoConversation())))),
  /** Samara, a service behind a bus address, on an event loop that carries no connection. */
  BUS_OTHER(max -> SamaraEcho.whole(max, SamaraEcho::busOther)),
  /** Samara, a handler that is given messages over 64 KiB as streams and sends them as such. */
  STREAM(max -> SamaraEcho.streaming(max, SamaraEcho.to(Routes.handler(StreamEcho::new)))),
  /** Samara, a handler, and each connection has a name in the registry of clients. */
  NAMED(max -> SamaraEcho.whole(max, NamedEcho::route)),
  /** The TCP event bus bridge of Vert.x and a consumer on the bus; it has no limit of its own. */
  BRIDGE(WireFormat.BRIDGE, _ -> new BridgeEcho()),
  /** Raw Netty that gathers its answers as well: the most that can be had. */
  NETTY_GATHERED(max -> new NettyEcho(max, EchoServer.HEADER_BYTES, NettyAnswers.Gathered::new));

  private static final Set<Medium> STREAMS = EnumSet.of(Medium.TCP, Medium.UNIX, Medium.TLS);

  private final WireFormat wire;
  private final IntFunction<EchoServer> factory;

  EchoKind(IntFunction<EchoServer> factory) {
    this(WireFormat.LENGTH, factory);
  }

  EchoKind(WireFormat wire, IntFunction<EchoServer> factory) {
    this.wire = wire;
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
    return List.of(NETTY, VERTX, HANDLER, BUS, THREAD);
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
   * What the server speaks.
   *
   * @return how messages and answers look on the wire
   */
  public WireFormat wire() {
    return wire;
  }

  /**
   * Whether the server is somebody else's work.
   *
   * @return false for the kinds of this kit
   */
  public boolean isPeer() {
    return switch (this) {
      case NETTY, NETTY_GATHERED, VERTX, BRIDGE -> true;
      case HANDLER, BUS, BUS_OTHER, THREAD, STREAM, NAMED -> false;
    };
  }

  /**
   * Over what the server can be had.
   *
   * @return media
   */
  public Set<Medium> media() {
    return switch (this) {
      case BRIDGE -> EnumSet.of(Medium.TCP);
      case NETTY_GATHERED, STREAM -> STREAMS;
      case VERTX -> EnumSet.complementOf(EnumSet.of(Medium.UDP));
      default -> EnumSet.allOf(Medium.class);
    };
  }

  /**
   * Makes a server of this kind.
   *
   * @param maxPayloadBytes the longest message it takes, 1 or more; a longer one closes its
   *     connection
   * @return a server that was not started yet
   */
  public EchoServer create(int maxPayloadBytes) {
    return factory.apply(maxPayloadBytes);
  }
}
