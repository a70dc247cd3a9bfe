package dev.samara.net;

import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** Sends messages to connections by their ids, on this node and on others. Any thread. */
final class Reach {

  /** How long another node may take to say what became of a message. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /** Names the connection in a message from another node. */
  private static final String CONNECTION_HEADER = "connection";

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
        .<Void>mapEmpty()
        .recover(cause ->
            Future.failedFuture(
                new UndeliveredException(
                    Outcome.REJECTED, "node '%s': %s".formatted(id.node(), cause.getMessage()))));
  }

  private Future<Void> sendHere(ConnectionId id, Buffer message) {
    if (stopped) {
      return Future.failedFuture(
          new UndeliveredException(Outcome.REJECTED, "the hub is shut down"));
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
        .onComplete(_ -> request.reply(null), cause -> request.fail(500, cause.getMessage()));
  }
}
