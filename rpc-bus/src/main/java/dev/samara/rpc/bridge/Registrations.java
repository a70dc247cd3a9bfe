package dev.samara.rpc.bridge;

import dev.samara.net.connection.Session;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses one client is registered for, each a consumer on the connection's event loop, which
 * owns everything here. Nothing waits here: a message goes into the connection's queue at once,
 * whose policy says what happens when the client does not read.
 */
final class Registrations {

  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
  private static final String DONE = "";

  private final EventBus bus;
  private final BridgeOptions options;
  private final BridgeCounts counts;
  private final ServerFrames frames;
  private final ClientRequests requests;
  private final Session.Control control;
  private final Map<String, MessageConsumer<Object>> consumers = new HashMap<>(0);
  private boolean ended;

  Registrations(
      EventBus bus,
      BridgeOptions options,
      BridgeCounts counts,
      ServerFrames frames,
      ClientRequests requests,
      Session.Control control) {
    this.bus = bus;
    this.options = options;
    this.counts = counts;
    this.frames = frames;
    this.requests = requests;
    this.control = control;
  }

  /** Registers the client, once however often it asks; returns why not, or an empty text. */
  String register(String address) {
    if (ended || consumers.containsKey(address)) {
      return DONE;
    }
    if (consumers.size() >= options.maxRegistrations()) {
      return "too_many_registrations";
    }
    var consumer = bus.<Object>consumer(address, this::deliver);
    consumers.put(address, consumer);
    counts.registrations.increment();
    consumer.completion().onFailure(cause -> failed(address, consumer, cause));
    return DONE;
  }

  /** The cluster did not take a registration, unless it was withdrawn meanwhile. */
  private void failed(String address, MessageConsumer<Object> consumer, Throwable cause) {
    if (consumers.remove(address, consumer)) {
      counts.registrations.decrement();
      LOG.warn("{}: no registration for '{}'", control.id(), address, cause);
      control.post(frames.error("registration_failed", address));
    }
  }

  /** Returns why the client cannot be unregistered, or an empty text. */
  String unregister(String address) {
    var consumer = consumers.remove(address);
    if (consumer == null) {
      return "unknown_address";
    }
    withdraw(consumer);
    return DONE;
  }

  private void withdraw(MessageConsumer<Object> consumer) {
    counts.registrations.decrement();
    consumer
        .unregister()
        .onFailure(cause -> LOG.warn("{}: '{}'", control.id(), consumer.address(), cause));
  }

  /** No more messages for the client. */
  void end() {
    ended = true;
    consumers.values().forEach(this::withdraw);
    consumers.clear();
  }

  /** Gives a bus message to the client; if that fails, whoever waits for an answer is told. */
  private void deliver(Message<Object> message) {
    if (ClientRequests.isRequest(message)) {
      requests
          .add(message)
          .ifPresentOrElse(
              address -> deliverRequest(address, message), counts.undelivered::increment);
      return;
    }
    try {
      control.post(frames.message(message.address(), Optional.empty(), message));
    } catch (ReplyException e) {
      counts.undelivered.increment();
    }
  }

  private void deliverRequest(String replyAddress, Message<Object> message) {
    try {
      control
          .send(frames.message(message.address(), Optional.of(replyAddress), message))
          .onFailure(cause -> requests.undelivered(replyAddress, cause.getMessage()));
    } catch (ReplyException e) {
      counts.undelivered.increment();
      requests.undelivered(replyAddress, e.getMessage());
    }
  }
}
