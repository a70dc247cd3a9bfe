package dev.samara.node.admin;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.node.Node;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One client of the admin socket. On its connection's event loop. */
final class AdminSession implements ConnectionHandler {

  private final Node node;
  private final AdminCommands commands;
  private Optional<BusTail> tail = Optional.empty();

  AdminSession(Node node, AdminCommands commands) {
    this.node = node;
    this.commands = commands;
  }

  @Override
  public void message(Connection connection, Buffer line) {
    JsonObject request;
    try {
      request = new JsonObject(line);
    } catch (DecodeException | ClassCastException e) {
      answer(connection, failure("not a JSON object"));
      return;
    }
    if ("tail".equals(request.getValue("command"))) {
      tail(connection, request);
      return;
    }
    commands
        .run(request)
        .onComplete(
            result -> answer(connection, new JsonObject().put("ok", true).put("result", result)),
            cause -> answer(connection, failure(AdminCommands.line(cause))));
  }

  private void tail(Connection connection, JsonObject request) {
    var address = AdminCommands.text(request, "address");
    if (address.isBlank()) {
      answer(connection, failure("address: '' (expected: a bus address)"));
      return;
    }
    var there = AdminCommands.text(request, "node");
    if (!there.isEmpty() && !there.equals(node.config().nodeName())) {
      answer(connection, failure("tail shows the messages of the node that has the socket only"));
      return;
    }
    tail.ifPresent(BusTail::end);
    var bus = node.vertx().eventBus();
    tail =
        Optional.of(
            BusTail.start(
                bus,
                address,
                message -> answer(connection, new JsonObject().put("message", message))));
    answer(connection, new JsonObject().put("ok", true).put("result", "tailing"));
  }

  private static JsonObject failure(String why) {
    return new JsonObject().put("ok", false).put("error", why);
  }

  private static void answer(Connection connection, JsonObject answer) {
    connection.post(answer.toBuffer());
  }

  @Override
  public void disconnected(Event.Disconnected event) {
    tail.ifPresent(BusTail::end);
  }
}
