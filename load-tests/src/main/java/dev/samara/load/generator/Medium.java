package dev.samara.load.generator;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How messages travel. */
public enum Medium {
  /** A stream of frames over TCP. */
  TCP,
  /** A stream of frames over a UNIX socket. */
  UNIX,
  /** Datagrams, one message each and without a length: one that is lost is a fault of the run. */
  UDP,
  /** A stream of frames over TLS; the server's certificate is not checked. */
  TLS,
  /** WebSocket at {@code /ws}: binary messages, without a length. */
  WS;

  /** The path of WebSockets unless told otherwise. */
  public static final String WEB_SOCKET_PATH = "/ws";

  /**
   * Finds a medium by its name.
   *
   * @param label the name in lower case
   * @return the medium, empty if there is none of that name
   */
  public static Optional<Medium> of(String label) {
    return Arrays.stream(values()).filter(medium -> medium.label().equals(label)).findFirst();
  }

  /**
   * The name on the command line, in addresses and in reports.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A server on this machine.
   *
   * @param where its port on loopback, or its ports with commas between them; for {@link #UNIX} its
   *     socket's path
   * @return where it listens
   */
  public Target target(String where) {
    return this == UNIX
        ? new Target(this, UnixDomainSocketAddress.of(where), "")
        : new Target(
            this, Stream.of(where.split(",")).map(Medium::onLoopback).toList(), WEB_SOCKET_PATH);
  }

  private static SocketAddress onLoopback(String port) {
    return new InetSocketAddress("127.0.0.1", Integer.parseInt(port));
  }
}
