package dev.samara.examples.chat;

import dev.samara.net.Hub;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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

  private final Vertx vertx;
  private final Hub hub;
  private final Set<Connection> members = ConcurrentHashMap.newKeySet();

  private ChatRoom(Vertx vertx, Hub hub) {
    this.vertx = vertx;
    this.hub = hub;
  }

  /**
   * Opens the room.
   *
   * @param vertx whose bus joins the nodes
   * @param hub whose clients are members
   * @return the room's route, for a listener with lines
   */
  public static Future<Route> open(Vertx vertx, Hub hub) {
    var room = new ChatRoom(vertx, hub);
    return vertx
        .eventBus()
        .<String>consumer(ADDRESS, line -> room.tellMembers(line.body()))
        .completion()
        .map(_ -> Routes.handler("chat", room::newMember));
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

  /** One connection: a stranger until its first line, a member from then on. */
  private final class Member implements ConnectionHandler {

    private boolean refused;

    @Override
    public void message(Connection connection, Buffer line) {
      if (refused) {
        // It came in the same read as the name; it must not pass for another name.
        return;
      }
      connection
          .client()
          .ifPresentOrElse(
              name -> tellAll(name + ": " + line), () -> join(connection, line.toString()));
    }

    private void join(Connection connection, String name) {
      try {
        if (hub.clients().claim(name, connection)) {
          members.add(connection);
          tellAll("* " + name + " joined");
        } else {
          refuse(connection, "the name '" + name + "' is taken");
        }
      } catch (IllegalArgumentException e) {
        refuse(connection, e.getMessage());
      }
    }

    private void refuse(Connection connection, String reason) {
      refused = true;
      connection.post(Buffer.buffer("! " + reason));
      connection.close(CloseMode.DRAIN);
    }

    @Override
    public void disconnected(Event.Disconnected event) {
      if (members.remove(event.connection())) {
        // Told when the name is free again, so that who hears it may take it.
        var name = event.connection().client().orElseThrow();
        event.connection().closed().onComplete(_ -> tellAll("* " + name + " left"));
      }
    }
  }
}
