package dev.samara.load.rpc;

/**
 * A server on this machine. Started once and closed once, by the main thread of its process (or of
 * a test).
 */
interface RpcServer extends AutoCloseable {
  /**
   * Starts listening on a free port of loopback.
   *
   * @param loops event loops that carry connections, from 1
   * @return the port
   * @throws Exception if the server can't listen
   */
  int start(int loops) throws Exception;

  /** Stops listening, closes all connections, ends all threads of the server; may be repeated. */
  @Override
  void close();
}
