package dev.samara.load.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The registry of HTTP servers that run in a JVM. */
public enum WebKind {
  /** Samara's gateway, without a node around it. */
  GATEWAY(() -> new GatewayWeb(false)),
  /** Raw Vert.x: an HttpServer with one handler. */
  VERTX(() -> new VertxWeb(false)),
  /** Raw Netty: its codec, a handler that answers, one flush per read; no files. */
  NETTY(NettyWeb::new),
  /** The gateway with a certificate of its own making, for HTTP/2. */
  GATEWAY_TLS(() -> new GatewayWeb(true)),
  /** Raw Vert.x likewise. */
  VERTX_TLS(() -> new VertxWeb(true));

  private final Supplier<WebServer> maker;

  WebKind(Supplier<WebServer> maker) {
    this.maker = maker;
  }

  WebServer create() {
    return maker.get();
  }

  /**
   * The name on the command line.
   *
   * @return in lower case, words joined by a hyphen
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a kind by its name.
   *
   * @param label as on the command line
   * @return the kind, empty if there is none of that name
   */
  public static Optional<WebKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
