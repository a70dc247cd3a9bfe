package dev.samara.load.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that cannot tell which one they got. */
public final class Ports {
  private Ports() {}

  /**
   * Finds a TCP port of loopback that nobody listens on.
   *
   * @return a port, 1 to 65535; somebody else may take it before the caller does
   * @throws IOException if there is none
   */
  public static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
