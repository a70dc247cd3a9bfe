package dev.samara.examples.chat;

import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat room for line clients. The first line is the client's name; a name that is taken or
 * malformed is refused, with one line that says so. After that everybody in the room, on every node
 * of the cluster, gets everybody's lines, one's own included, as {@code name: line}.
 *
 * <p>A line travels once over the bus to each node, and each node gives it to its own members.
 */
public final class ChatRoom {

  private static final String ADDRESS = "samara.chat";

  private static final Handshake NAME_FIRST =
      Handshakes.nameFirst(reason -> Optional.of(Buffer.buffer("! " + reason)));

  private final Vertx vertx;
  private final Set<Connection> members = ConcurrentHashMap.newKeySet();

  private ChatRoom(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Opens the room.
   *
   * @param vertx whose bus joins the nodes
   * @param hub whose clients are members
   * @return the room's route, for a listener with lines
   */
  public static Future<Route> open(Vertx vertx, Hub hub) {
    var room = new ChatRoom(vertx);
    return vertx
        .eventBus()
        .<String>consumer(ADDRESS, line -> room.tellMembers(line.body()))
        .completion()
        .map(_ ->
            Handshakes.required(
                Routes.handler("chat", room::newMember), NAME_FIRST, hub.clients()));
  }

  private ConnectionHandler newMember() {
    return new Member();
  }

  private void tellAll(String line) {
    vertx.eventBus().publish(ADDRESS, line);
  }

  private void tellMembers(String line) {
    for (var member : members) {
      member.post(Buffer.buffer(line));
    }
  }

  /** One connection with a name. */
  private final class Member implements ConnectionHandler {

    @Override
    public void connected(Connection connection) {
      members.add(connection);
      tellAll("* " + name(connection) + " joined");
    }

    @Override
    public void message(Connection connection, Buffer line) {
      tellAll(name(connection) + ": " + line);
    }

    @Override
    public void disconnected(Event.Disconnected event) {
      members.remove(event.connection());
      // Told when the name is free again, so that who hears it may take it.
      var name = name(event.connection());
      event.connection().closed().onComplete(_ -> tellAll("* " + name + " left"));
    }

    private static String name(Connection connection) {
      return connection.client().orElseThrow();
    }
  }
}
