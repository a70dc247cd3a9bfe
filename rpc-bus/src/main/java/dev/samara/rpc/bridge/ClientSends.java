package dev.samara.rpc.bridge;

import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Optional;

/**
 * What one client sends to the bus. A frame counts as dealt with when the bus has taken it, a
 * request when its reply has come: so a client with too many of them is not read for a while. Owned
 * by the connection's event loop.
 */
final class ClientSends {

  private final EventBus bus;
  private final BridgeOptions options;
  private final ServerFrames frames;
  private final ClientRequests requests;
  private final Session.Control control;
  private boolean ended;

  ClientSends(
      EventBus bus,
      BridgeOptions options,
      ServerFrames frames,
      ClientRequests requests,
      Session.Control control) {
    this.bus = bus;
    this.options = options;
    this.frames = frames;
    this.requests = requests;
    this.control = control;
  }

  void send(String address, ClientFrame frame) throws InvalidFrameException {
    var delivery = frame.delivery(options.replyTimeout());
    var replyAddress = frame.replyAddress();
    try {
      if (replyAddress.isPresent()) {
        awaited(address, replyAddress.get(), bus.request(address, frame.body(), delivery));
      } else {
        written(bus.sender(address, delivery).write(frame.body()));
      }
    } catch (IllegalArgumentException _) {
      throw unsendable();
    }
  }

  void publish(String address, ClientFrame frame) throws InvalidFrameException {
    var delivery = frame.delivery(options.replyTimeout());
    try {
      written(bus.publisher(address, delivery).write(frame.body()));
    } catch (IllegalArgumentException _) {
      throw unsendable();
    }
  }

  /** The bus has no codec for such a body, as for a number of more than 64 bits. */
  private static InvalidFrameException unsendable() {
    return InvalidFrameException.field("body", "what the bus can carry");
  }

  /** The client answers a request that it was given; it may ask for an answer to that. */
  void answer(String address, ClientFrame frame) throws InvalidFrameException {
    var delivery = frame.delivery(options.replyTimeout());
    var replyAddress = frame.replyAddress();
    var failureCode = frame.failureCode();
    var failureMessage = frame.failureMessage().orElse(null);
    var request = requests.take(address).orElseThrow();
    try {
      if (failureCode.isPresent()) {
        request.fail(failureCode.get(), failureMessage);
        control.handled(1);
      } else if (replyAddress.isPresent()) {
        awaited(address, replyAddress.get(), request.replyAndRequest(frame.body(), delivery));
      } else {
        request.reply(frame.body(), delivery);
        control.handled(1);
      }
    } catch (IllegalArgumentException _) {
      ClientRequests.fail(request, "the client's answer cannot be carried");
      throw unsendable();
    }
  }

  private void written(Future<Void> written) {
    // A local delivery has succeeded already: it needs no listener.
    if (written.succeeded()) {
      control.handled(1);
    } else {
      written.onComplete(_ -> taken(), this::notTaken);
    }
  }

  private void awaited(String address, String replyAddress, Future<Message<Object>> reply) {
    reply.onComplete(
        message -> replied(address, replyAddress, message),
        cause -> failed(address, replyAddress, failure(cause)));
  }

  private void replied(String address, String replyAddress, Message<Object> reply) {
    if (ended) {
      ClientRequests.fail(reply, "the client has disconnected");
      return;
    }
    var again = ClientRequests.isRequest(reply) ? requests.add(reply) : Optional.<String>empty();
    try {
      var frame = frames.message(replyAddress, again, reply);
      if (again.isPresent()) {
        control
            .send(frame)
            .onFailure(cause -> requests.undelivered(again.get(), cause.getMessage()));
      } else {
        control.post(frame);
      }
      // Not before: a connection that ends accepts no more once everything is dealt with.
      taken();
    } catch (ReplyException e) {
      again.ifPresent(token -> requests.undelivered(token, e.getMessage()));
      failed(address, replyAddress, e);
    }
  }

  private void failed(String address, String replyAddress, ReplyException failure) {
    if (!ended) {
      control.post(frames.failure(address, replyAddress, failure));
      notTaken(failure);
    }
  }

  /** The bus fails in its own words, unless a node or the cluster is out of reach. */
  private static ReplyException failure(Throwable cause) {
    return cause instanceof ReplyException known
        ? known
        : new ReplyException(ReplyFailure.ERROR, cause.getMessage());
  }

  private void taken() {
    if (!ended) {
      control.handled(1);
    }
  }

  private void notTaken(Throwable cause) {
    if (ended) {
      return;
    }
    if (failure(cause).failureType() == ReplyFailure.TIMEOUT) {
      control.expired(1);
    } else {
      control.refused(1);
    }
  }

  /** The client has gone, and what it waited for is accounted for. */
  void end() {
    ended = true;
  }
}
