package dev.samara.net.lifecycle;

import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A session whose messages are waited for by a thread. */
public interface BlockingSession extends Session {

  /**
   * Waits for the next message.
   *
   * @return the message, or empty when no more will come
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Buffer> receive() throws InterruptedException;
}
