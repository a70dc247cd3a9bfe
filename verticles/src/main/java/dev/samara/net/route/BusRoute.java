package dev.samara.net.route;

import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

record BusRoute(Vertx vertx, String address, Duration answerTimeout) implements Route {

  BusRoute {
    RouteChecks.check(address, answerTimeout);
    BusCodecs.register(vertx.eventBus());
  }

  @Override
  public String name() {
    return "bus:" + address;
  }

  @Override
  public Session open(Session.Control control) {
    return new BusSession(this, control);
  }

  /**
   * One connection's traffic with the service. Towards a service on this node every read is sent at
   * once, always to the same instance, so that order is kept. Towards another node one batch is
   * under way at a time, for the same reason: what arrives meanwhile travels with the next one.
   */
  private static final class BusSession implements Session {

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);
    private static final DeliveryOptions ANYWHERE = new DeliveryOptions();

    private final EventBus bus;
    private final ServiceTable services;
    private final String address;
    private final Control control;
    private final AnswerQueue answers;
    private List<Buffer> waiting = new ArrayList<>(0);
    private boolean remoteBatchUnderWay;

    /** The last target on this node, which is almost always the next one, too. */
    private String localTarget = "";

    private MessageProducer<FrameBatch> localProducer;

    BusSession(BusRoute route, Control control) {
      this.services = ServiceTable.of(route.vertx);
      this.bus = route.vertx.eventBus();
      this.address = route.address;
      this.control = control;
      this.answers = new AnswerQueue(control, route.answerTimeout.toNanos());
    }

    @Override
    public void messages(List<Buffer> messages) {
      if (remoteBatchUnderWay) {
        waiting.addAll(messages);
        return;
      }
      var target = services.choose(address, control);
      if (target.isPresent()) {
        send(local(target.get()), true, messages);
      } else {
        remoteBatchUnderWay = true;
        send(bus.sender(address, ANYWHERE), false, messages);
      }
    }

    private MessageProducer<FrameBatch> local(String target) {
      if (!target.equals(localTarget)) {
        localTarget = target;
        localProducer = bus.sender(target, LOCAL);
      }
      return localProducer;
    }

    private void send(
        MessageProducer<FrameBatch> producer, boolean isLocal, List<Buffer> messages) {
      var sequence = answers.expect(messages.size());
      var batch =
          new FrameBatch(
              control.id(), control.client(), sequence, control.loopAddress(), isLocal, messages);
      var written = producer.write(batch);
      // A local delivery has succeeded already: it needs no listener.
      if (!written.succeeded()) {
        written.onFailure(cause -> answers.failed(sequence, explain(cause)));
      }
    }

    private String explain(Throwable cause) {
      return cause instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS
          ? "nobody listens on the bus address '%s'".formatted(address)
          : "the bus address '%s' cannot be reached: %s".formatted(address, cause.getMessage());
    }

    @Override
    public void answered(ForConnection answer) {
      var part = (BatchAnswer) answer;
      answers.answered(part.sequence(), part.answers());
      if (!part.failure().isEmpty()) {
        answers.failed(part.sequence(), part.failure());
      }
      if (remoteBatchUnderWay && answers.outstanding() == 0) {
        remoteBatchUnderWay = false;
        sendWaiting();
      }
    }

    @Override
    public Future<List<Buffer>> leave() {
      var unread = waiting;
      waiting = new ArrayList<>(0);
      return Future.succeededFuture(unread);
    }

    private void sendWaiting() {
      if (!waiting.isEmpty()) {
        var messages = waiting;
        waiting = new ArrayList<>(0);
        messages(messages);
      }
    }

    @Override
    public void tick(long nowNanos) {
      answers.tick(nowNanos, address);
    }
  }
}
