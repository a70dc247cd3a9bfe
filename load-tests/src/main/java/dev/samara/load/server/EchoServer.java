package dev.samara.load.server;

/**
 * One framed echo on 127.0.0.1. Started once and closed once, both by the main thread of its
 * process (or of a test).
 */
public interface EchoServer extends AutoCloseable {
  /** The longest payload that a server takes unless told otherwise, 1 MiB. */
  int MAX_PAYLOAD_BYTES = 1 << 20;

  /** The length prefix in front of each payload: 32 bits, big-endian, unsigned. */
  int HEADER_BYTES = 4;

  /**
   * Starts listening on a free port.
   *
   * @param loops event loops that carry connections, from 1
   * @return the port, 1 to 65535
   * @throws Exception if the server can't listen; trying again is safe after {@link #close()}
   */
  int start(int loops) throws Exception;

  /** Stops listening, closes all connections, ends all threads of the server; may be repeated. */
  @Override
  void close();
}
