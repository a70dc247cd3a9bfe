package dev.samara.load.generator;

/** A client of an RPC under load: its connections, all on one event loop. */
public interface CallClient extends AutoCloseable {
  /** What becomes of a call. On the client's event loop, and never before the call has returned. */
  interface Outcome {
    /**
     * The answer has come.
     *
     * @param answer all of it
     */
    void answered(byte[] answer);

    /**
     * There will be no answer.
     *
     * @param cause why
     */
    void failed(Throwable cause);
  }

  /**
   * Runs a task on the event loop, where all outcomes come; any thread.
   *
   * @param task does not block
   */
  void execute(Runnable task);

  /**
   * Makes a call to a service that gives back what it is given; on the event loop.
   *
   * @param connection which one, from 0
   * @param request not changed until the outcome
   * @param outcome told once
   */
  void call(int connection, byte[] request, Outcome outcome);

  /** Closes all connections and ends the event loop; may be repeated. */
  @Override
  void close();
}
