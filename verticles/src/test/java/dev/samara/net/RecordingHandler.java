package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a connection's handler is told, as words in order. */
class RecordingHandler implements ConnectionHandler {

  final List<String> told = new CopyOnWriteArrayList<>();
  final List<Connection> connections = new CopyOnWriteArrayList<>();

  Route route() {
    return Routes.handler(() -> this);
  }

  static List<String> texts(List<Buffer> messages) {
    return messages.stream().map(Buffer::toString).toList();
  }

  @Override
  public void connected(Connection connection) {
    connections.add(connection);
    told.add("connected");
  }

  @Override
  public void connectFailed(Event.ConnectFinished event) {
    told.add("failed " + texts(event.queued()));
  }

  @Override
  public void message(Connection connection, Buffer message) {
    told.add("message " + message);
  }

  @Override
  public void outputEmpty(Connection connection) {
    told.add("empty");
  }

  @Override
  public void rejected(Event.MessageRejected event) {
    told.add("rejected " + event.message() + ": " + event.reason());
  }

  @Override
  public void disconnected(Event.Disconnected event) {
    told.add("disconnected " + texts(event.queued()));
  }
}
