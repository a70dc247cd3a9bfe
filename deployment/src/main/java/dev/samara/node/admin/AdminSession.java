package dev.samara.node.admin;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.watch.BlockedLoop;
import dev.samara.node.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** One client of the admin socket. On its connection's event loop, which is none of the node's. */
final class AdminSession implements ConnectionHandler {

  /** An event loop that is late by so much is not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

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
    unlessBlocked(commands.run(request))
        .onComplete(
            result -> answer(connection, new JsonObject().put("ok", true).put("result", result)),
            cause -> answer(connection, failure(AdminCommands.line(cause))));
  }

  /** Does not wait for event loops that do not come to their work, but says what they do. */
  private <T> Future<T> unlessBlocked(Future<T> asked) {
    if (asked.isComplete()) {
      return asked;
    }
    Promise<T> answer = Promise.promise();
    asked.onComplete(answer::tryComplete, answer::tryFail);
    var looks =
        node.aside()
            .vertx()
            .setPeriodic(
                PATIENCE.toMillis(),
                _ -> {
                  var blocked = node.hub().status().blockedEventLoops(PATIENCE);
                  if (!blocked.isEmpty()) {
                    answer.tryFail(
                        blocked.stream().map(BlockedLoop::line).collect(Collectors.joining(", ")));
                  }
                });
    return answer.future().onComplete(_ -> node.aside().vertx().cancelTimer(looks));
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
