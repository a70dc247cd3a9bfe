package dev.samara.net.client;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.lifecycle.LiveConnection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The named clients of a node. A name belongs to one connection at a time and is free again when
 * that connection has ended. Any thread.
 */
public final class ClientRegistry {

  private final Map<String, Connection> clients = new ConcurrentHashMap<>();

  /** Makes an empty registry. */
  public ClientRegistry() {}

  /**
   * Gives a connection a name. First come, first served.
   *
   * @param name 1 to 64 letters, digits, dots, dashes or underscores
   * @param connection a connection of this node, without a name so far
   * @return whether the connection has the name now; false if another has it
   * @throws IllegalArgumentException if the name has other characters or the connection has a name
   */
  public synchronized boolean claim(String name, Connection connection) {
    ConnectionId.checkName("client name", name);
    if (connection.client().isPresent()) {
      throw new IllegalArgumentException(
          "%s is already known as '%s'".formatted(connection.id(), connection.client().get()));
    }
    if (clients.putIfAbsent(name, connection) != null) {
      return false;
    }
    ((LiveConnection) connection).name(Optional.of(name));
    connection.closed().onComplete(_ -> clients.remove(name, connection));
    return true;
  }

  /**
   * Finds a client.
   *
   * @param name its name
   * @return its connection, if it is connected
   */
  public Optional<Connection> find(String name) {
    return Optional.ofNullable(clients.get(name));
  }

  /**
   * All clients.
   *
   * @return a copy, by name in alphabetical order
   */
  public Map<String, Connection> all() {
    return new TreeMap<>(clients);
  }
}
