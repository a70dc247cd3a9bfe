package dev.samara.load.server;

import dev.samara.load.generator.Medium;
import dev.samara.net.connection.Balance;
import java.util.List;

/**
 * One echo on this machine. Started once and closed once, both by the main thread of its process
 * (or of a test).
 */
public interface EchoServer extends AutoCloseable {
  /** The longest payload that a server takes unless told otherwise, 1 MiB. */
  int MAX_PAYLOAD_BYTES = 1 << 20;

  /** The length prefix in front of each payload of a stream: 32 bits, big-endian, unsigned. */
  int HEADER_BYTES = 4;

  /**
   * Starts listening.
   *
   * @param medium how messages travel
   * @param loops event loops that carry connections, from 1
   * @return the port on loopback, 1 to 65535; for UNIX the path of the socket
   * @throws Exception if the server can't listen; trying again is safe after {@link #close()}
   */
  String start(Medium medium, int loops) throws Exception;

  /**
   * Starts listening on a free TCP port.
   *
   * @param loops event loops that carry connections, from 1
   * @return the port, 1 to 65535
   * @throws Exception if the server can't listen; trying again is safe after {@link #close()}
   */
  default int start(int loops) throws Exception {
    return Integer.parseInt(start(Medium.TCP, loops));
  }

  /**
   * What became of all messages so far; blocks.
   *
   * @return the balances of all directions and parts, empty if the server keeps none
   * @throws Exception if the server is closed
   */
  default List<Balance> balances() throws Exception {
    return List.of();
  }

  /** Stops listening, closes all connections, ends all threads of the server; may be repeated. */
  @Override
  void close();
}
