package dev.samara.net.route;

import dev.samara.net.connection.ConnectionId;
import dev.samara.net.watch.Occupation;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches apart for a service and puts its answers together. On the service's context. */
final class BatchDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(BatchDispatcher.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);
  private static final DeliveryOptions ANYWHERE = new DeliveryOptions();

  private final EventBus bus;
  private final String address;
  private final Handler<Delivery> service;

  /** While the service deals with it; another thread that wonders what it does looks here. */
  private Delivery current;

  BatchDispatcher(EventBus bus, String address, Handler<Delivery> service) {
    this.bus = bus;
    this.address = address;
    this.service = service;
  }

  void receive(Message<Object> message) {
    switch (message.body()) {
      case FrameBatch batch -> serve(batch);
      case Buffer buffer -> call(new PlainDelivery(message, buffer));
      case String text -> call(new PlainDelivery(message, Buffer.buffer(text)));
      case null -> message.fail(400, "an empty message (expected: a Buffer or a String)");
      case Object other ->
          message.fail(
              400,
              "a message of type %s (expected: a Buffer or a String)"
                  .formatted(other.getClass().getSimpleName()));
    }
  }

  private void serve(FrameBatch batch) {
    var answers = new Answers(batch);
    for (var i = 0; i < batch.messages().size(); i++) {
      call(new BatchDelivery(answers, i));
    }
    answers.dispatched();
  }

  private void call(Delivery delivery) {
    current = delivery;
    var before = Occupation.begin(this);
    try {
      service.handle(delivery);
    } catch (Exception e) {
      LOG.error("the service failed on a message of {}", delivery.connection(), e);
      delivery.fail("the service failed: " + e);
    } finally {
      Occupation.end(before);
      current = null;
    }
  }

  @Override
  public String toString() {
    var from = Optional.ofNullable(current).flatMap(Delivery::connection);
    return "service '%s' with a message of %s"
        .formatted(address, from.map(id -> "connection " + id).orElse("the bus"));
  }

  /** The answers of one batch. Any thread: guarded by its own lock. */
  private final class Answers {

    private final FrameBatch batch;
    private final Object[] outcomes;
    private int sent;
    private boolean dispatching = true;

    Answers(FrameBatch batch) {
      this.batch = batch;
      this.outcomes = new Object[batch.messages().size()];
    }

    /** Takes the first outcome of a message: an {@code Optional<Buffer>} or a failure's text. */
    synchronized void settle(int index, Object outcome) {
      if (outcomes[index] == null) {
        outcomes[index] = outcome;
        if (!dispatching && index == sent) {
          sendReady();
        }
      }
    }

    synchronized void dispatched() {
      dispatching = false;
      sendReady();
    }

    /** Sends the answers up to the first that is missing, in one bus message. */
    private void sendReady() {
      var ready = new ArrayList<Optional<Buffer>>(outcomes.length - sent);
      var failure = "";
      while (sent < outcomes.length && outcomes[sent] != null && failure.isEmpty()) {
        switch (outcomes[sent++]) {
          case String text -> failure = text;
          case Optional<?> answer -> ready.add(answer.map(Buffer.class::cast));
          default -> throw new IllegalStateException("an outcome is an answer or a failure");
        }
      }
      if (!ready.isEmpty() || !failure.isEmpty()) {
        bus.send(
            batch.replyAddress(),
            new BatchAnswer(batch.connection().serial(), batch.sequence(), ready, failure),
            batch.local() ? LOCAL : ANYWHERE);
      }
    }
  }

  private record BatchDelivery(Answers answers, int index) implements Delivery {

    @Override
    public Buffer message() {
      return answers.batch.messages().get(index);
    }

    @Override
    public Optional<ConnectionId> connection() {
      return Optional.of(answers.batch.connection());
    }

    @Override
    public Optional<String> client() {
      return answers.batch.client();
    }

    @Override
    public void reply(Buffer answer) {
      answers.settle(index, Optional.of(answer));
    }

    @Override
    public void done() {
      answers.settle(index, Optional.empty());
    }

    @Override
    public void fail(String reason) {
      answers.settle(index, reason.isEmpty() ? "the service refused the message" : reason);
    }
  }

  private record PlainDelivery(Message<Object> source, Buffer message) implements Delivery {

    @Override
    public Optional<ConnectionId> connection() {
      return Optional.empty();
    }

    @Override
    public Optional<String> client() {
      return Optional.empty();
    }

    @Override
    public void reply(Buffer answer) {
      source.reply(answer);
    }

    @Override
    public void done() {
      source.reply(null);
    }

    @Override
    public void fail(String reason) {
      source.fail(500, reason);
    }
  }
}
