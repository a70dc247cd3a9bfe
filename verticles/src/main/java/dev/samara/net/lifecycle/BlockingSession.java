package dev.samara.net.lifecycle;

import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A session whose messages are waited for by a thread. */
public interface BlockingSession extends Session {

  /**
   * The connection is about to get another route. If the calling thread is the session's own, what
   * it has received counts as dealt with, and it gets nothing more. Any thread.
   */
  void handOver();

  /**
   * Waits for the next message.
   *
   * @return the message, or empty when no more will come
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Buffer> receive() throws InterruptedException;

  /**
   * Waits for the next message, but not longer than told.
   *
   * @param within how long at most; zero looks only
   * @return the message, or empty when no more will come
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if there is none in time
   */
  Optional<Buffer> receive(Duration within) throws InterruptedException, TimeoutException;
}
