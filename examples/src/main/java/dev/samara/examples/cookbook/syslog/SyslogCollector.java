package dev.samara.examples.cookbook.syslog;

import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps the latest messages of all senders, and answers nothing. Any thread. */
public final class SyslogCollector implements ConnectionHandler {

  private final int capacity;
  private final ArrayDeque<SyslogMessage> latest = new ArrayDeque<>();
  private long unreadable;

  /**
   * Makes an empty collector.
   *
   * @param capacity how many messages are kept; older ones are forgotten
   */
  public SyslogCollector(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized void message(Connection connection, Buffer message) {
    var parsed = SyslogMessage.of(message);
    if (parsed.isEmpty()) {
      unreadable++;
      return;
    }
    if (latest.size() == capacity) {
      latest.removeFirst();
    }
    latest.addLast(parsed.get());
  }

  /**
   * What has arrived.
   *
   * @return the latest messages, oldest first
   */
  public synchronized List<SyslogMessage> latest() {
    return List.copyOf(latest);
  }

  /**
   * How many messages were not of RFC 5424.
   *
   * @return their number since the start
   */
  public synchronized long unreadable() {
    return unreadable;
  }
}
