package dev.samara.node.admin;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.route.Routes;
import dev.samara.node.Node;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Opens a node's admin socket, and answers for the node when another one asks over the bus. The
 * socket has a Vert.x and a hub of its own: it is served while every event loop of the node is
 * blocked, and is not among the node's listeners.
 */
public final class AdminServer {

  /** The listener's name, and its file in the node's run directory. */
  public static final String NAME = "admin";

  /** A listing of many connections is one line. */
  private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

  private AdminServer() {}

  /**
   * Opens the socket {@code admin.sock} in the node's run directory.
   *
   * @param node the node
   * @param stop is asked to stop the node within the given time
   * @return the socket's listener
   */
  public static Future<Listener> start(Node node, Consumer<Duration> stop) {
    var commands = new AdminCommands(node, stop);
    var aside = node.aside().hub();
    var path = node.config().nodeRunDirectory().resolve("admin.sock");
    return node.vertx()
        .eventBus()
        .<JsonObject>consumer(
            address(node.config().nodeName()),
            request ->
                commands
                    .run(request.body())
                    .onComplete(
                        request::reply, cause -> request.fail(500, AdminCommands.line(cause))))
        .completion()
        .compose(_ -> aside)
        .compose(hub ->
            hub.listen(
                options(path), Routes.handler(NAME, () -> new AdminSession(node, commands))));
  }

  private static ListenerOptions options(Path path) {
    return ListenerOptions.unix(NAME, path, new LineFraming(MAX_LINE_BYTES));
  }

  /** Where a node answers when another one asks in somebody's name. */
  static String address(String node) {
    return "samara.admin." + node;
  }
}
