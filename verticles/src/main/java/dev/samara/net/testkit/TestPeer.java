package dev.samara.net.testkit;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The other end of a connection to the route under test. Its methods are called by the test's
 * thread, and those that wait do so for {@link Await#PATIENCE} at most.
 */
public final class TestPeer implements AutoCloseable {

  private final LinkedBlockingQueue<Buffer> arrived = new LinkedBlockingQueue<>();
  private Connection connection;

  TestPeer() {}

  /** Takes what arrives; on the connection's event loop. */
  ConnectionHandler inbox() {
    return (_, message) -> arrived.add(message);
  }

  void connected(Connection own) {
    connection = own;
  }

  /**
   * This end's own connection.
   *
   * @return the connection
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Sends a message to the route.
   *
   * @param message the message; belongs to the connection from now on
   * @return completes when it was handed over; fails if it was not
   */
  public Future<Void> send(Buffer message) {
    return connection.send(message);
  }

  /**
   * Sends a text to the route.
   *
   * @param text sent in UTF-8
   * @return completes when it was handed over; fails if it was not
   */
  public Future<Void> send(String text) {
    return send(Buffer.buffer(text));
  }

  /**
   * Waits for the next message of the route.
   *
   * @return the message
   * @throws AssertionError if there is none in time
   */
  public Buffer receive() {
    try {
      var message = arrived.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError(
            "no message within %d s, the connection is %s"
                .formatted(
                    Await.PATIENCE.toSeconds(),
                    connection.closed().isComplete() ? "closed" : "open"));
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Waits for the next message of the route.
   *
   * @return the message as UTF-8
   * @throws AssertionError if there is none in time
   */
  public String receiveText() {
    return receive().toString();
  }

  /**
   * What has arrived and was not received yet; does not wait.
   *
   * @return the oldest message, empty if there is none
   */
  public Optional<Buffer> poll() {
    return Optional.ofNullable(arrived.poll());
  }

  /**
   * Waits until the connection has ended, as when the route closes it.
   *
   * @return how it ended, and what was not sent
   * @throws AssertionError if it does not end in time
   */
  public Event.Disconnected awaitEnd() {
    return Await.result(connection.closed());
  }

  /** Ends the connection in order, and waits for that; without effect if it has ended. */
  @Override
  public void close() {
    connection.close(CloseMode.FINISH_MESSAGE);
    awaitEnd();
  }
}
