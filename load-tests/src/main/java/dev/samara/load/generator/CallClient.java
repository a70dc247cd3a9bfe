package dev.samara.load.generator;

/** A client of an RPC under load: its connections, which take turns on its event loops. */
public interface CallClient extends AutoCloseable {
  /**
   * What becomes of a call: on the event loop of its connection, and never before the call has
   * returned.
   */
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
   * How many event loops carry the connections: those of connection {@code c} are on loop {@code c
   * % loops}.
   *
   * @return 1 or more, 1 unless told otherwise
   */
  default int loopCount() {
    return 1;
  }

  /**
   * Runs a task where the outcomes of an event loop come, never at the same time as one of them,
   * and not before this method has returned; any thread.
   *
   * @param loop which one, from 0
   * @param delayNanos how long from now, 0 for at once
   * @param task does not block
   */
  void execute(int loop, long delayNanos, Runnable task);

  /**
   * Makes a call; on the event loop of the connection.
   *
   * @param connection which one, from 0
   * @param request not changed until the outcome
   * @param outcome told once
   */
  void call(int connection, byte[] request, Outcome outcome);

  /** Closes all connections and ends the event loops; may be repeated. */
  @Override
  void close();
}
