package dev.samara.net.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with many connections, some of which are read and some not; made to be killed. */
final class PeerProcess {

  /** One connection in so many is not read. */
  static final int DEAF = 5;

  private PeerProcess() {}

  /** Starts one with that many connections; it prints a line when all stand. */
  static Process start(int port, int connections) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PeerProcess.class.getName(),
            "" + port,
            "" + connections)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Connects, writes a line with each that says whether it is read, reads most of them, until
   * killed.
   */
  public static void main(String[] args) throws Exception {
    var port = Integer.parseInt(args[0]);
    List<Socket> sockets = new ArrayList<>();
    for (var i = 0; i < Integer.parseInt(args[1]); i++) {
      var socket = new Socket();
      socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
      var name = i % DEAF == 0 ? "deaf" : "good";
      socket.getOutputStream().write((name + "\npart").getBytes());
      sockets.add(socket);
    }
    System.out.println("connected");
    var buffer = new byte[64 * 1024];
    while (true) {
      for (var i = 0; i < sockets.size(); i++) {
        if (i % DEAF == 0) {
          continue;
        }
        var in = sockets.get(i).getInputStream();
        if (in.available() > 0 && in.read(buffer) < 0) {
          return;
        }
      }
    }
  }
}
