package dev.samara.load.rpc;

import dev.samara.load.generator.Medium;

/**
 * A server on this machine. Started once and closed once, by the main thread of its process (or of
 * a test).
 */
interface RpcServer extends AutoCloseable {
  /**
   * Starts listening on a free place of this machine.
   *
   * @param medium how calls travel, one of those of its kind
   * @param loops event loops that carry connections, from 1
   * @return the place
   * @throws Exception if the server can't listen
   */
  RpcTarget start(Medium medium, int loops) throws Exception;

  /** Stops listening, closes all connections, ends all threads of the server; may be repeated. */
  @Override
  void close();
}
