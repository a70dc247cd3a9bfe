package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.stream.Stream;

/** Sends messages to connections by their ids, on this node and on others. Any thread. */
final class Reach {

  /** How long another node may take to say what became of a message. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /** Names the connection in a message from another node. */
  private static final String CONNECTION_HEADER = "connection";

  /** In an answer: the message was not sent; the body says why. */
  private static final String OUTCOME_HEADER = "outcome";

  private static final String CAUSE_HEADER = "cause";

  private final Vertx vertx;
  private final String node;
  private final Loops loops;
  private volatile boolean stopped;

  Reach(Vertx vertx, String node, Loops loops) {
    this.vertx = vertx;
    this.node = node;
    this.loops = loops;
  }

  /** From now on other nodes reach the connections of this one. */
  Future<Void> start() {
    return vertx.eventBus().<Buffer>consumer(address(node), this::sendFromElsewhere).completion();
  }

  /** Rejects everything from now on. */
  void stop() {
    stopped = true;
  }

  Future<Void> send(ConnectionId id, Buffer message) {
    if (id.node().equals(node)) {
      return sendHere(id, message);
    }
    var options =
        new DeliveryOptions()
            .addHeader(CONNECTION_HEADER, id.toString())
            .setSendTimeout(SEND_TIMEOUT.toMillis());
    return vertx
        .eventBus()
        .request(address(id.node()), message, options)
        .recover(cause ->
            Future.failedFuture(
                new UndeliveredException(
                    Outcome.REJECTED,
                    Cause.NO_RECEIVER,
                    "node '%s': %s".formatted(id.node(), cause.getMessage()))))
        .compose(reply -> outcome(id.node(), reply));
  }

  private Future<Void> sendHere(ConnectionId id, Buffer message) {
    if (stopped) {
      return Future.failedFuture(
          new UndeliveredException(Outcome.REJECTED, Cause.DRAINED, "the hub is shut down"));
    }
    return loops
        .ask(loops.ofSerial(id.serial()), loop -> loop.send(id, message))
        .compose(sent -> sent);
  }

  /** Where other nodes send messages for connections of this one. */
  private static String address(String node) {
    return "samara.hub." + node;
  }

  private void sendFromElsewhere(Message<Buffer> request) {
    sendHere(ConnectionId.parse(request.headers().get(CONNECTION_HEADER)), request.body())
        .onComplete(_ -> request.reply(null), cause -> reply(request, cause));
  }

  /** The failure travels as a reply: a failed request could not say which one it was. */
  private static void reply(Message<Buffer> request, Throwable cause) {
    var failure =
        cause instanceof UndeliveredException known
            ? known
            : new UndeliveredException(Outcome.REJECTED, Cause.NO_RECEIVER, cause.getMessage());
    var headers =
        new DeliveryOptions()
            .addHeader(OUTCOME_HEADER, failure.outcome().name())
            .addHeader(CAUSE_HEADER, failure.why().name());
    request.reply(failure.getMessage(), headers);
  }

  private static Future<Void> outcome(String node, Message<Object> reply) {
    if (!reply.headers().contains(OUTCOME_HEADER)) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        new UndeliveredException(
            named(Outcome.class, reply.headers().get(OUTCOME_HEADER), Outcome.REJECTED),
            named(Cause.class, reply.headers().get(CAUSE_HEADER), Cause.NO_RECEIVER),
            "node '%s': %s".formatted(node, reply.body())));
  }

  /** A node of another version may know other names. */
  private static <E extends Enum<E>> E named(Class<E> type, String name, E otherwise) {
    return Stream.of(type.getEnumConstants())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElse(otherwise);
  }
}
