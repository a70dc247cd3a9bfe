package dev.samara.net.route;

import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

record PlainBusRoute(Vertx vertx, String address, Duration answerTimeout) implements Route {

  PlainBusRoute {
    RouteChecks.check(address, answerTimeout);
  }

  @Override
  public String name() {
    return "bus, each:" + address;
  }

  @Override
  public Session open(Session.Control control) {
    return new PlainBusSession(this, control);
  }

  /** Lets the bus's own request time out, long before the queue would. */
  private static final class PlainBusSession implements Session {

    private final PlainBusRoute route;
    private final DeliveryOptions delivery;
    private final AnswerQueue answers;

    PlainBusSession(PlainBusRoute route, Control control) {
      this.route = route;
      this.delivery = new DeliveryOptions().setSendTimeout(route.answerTimeout.toMillis());
      this.answers = new AnswerQueue(control, route.answerTimeout.toNanos() * 2);
    }

    @Override
    public void messages(List<Buffer> messages) {
      for (var message : messages) {
        var sequence = answers.expect(1);
        route
            .vertx
            .eventBus()
            .request(route.address, message, delivery)
            .onComplete(
                reply -> replied(sequence, reply),
                cause ->
                    answers.failed(
                        sequence,
                        "the bus address '%s' gave no answer: %s"
                            .formatted(route.address, cause.getMessage())));
      }
    }

    private void replied(long sequence, Message<Object> reply) {
      switch (reply.body()) {
        case null -> answers.answered(sequence, List.of(Optional.empty()));
        case Buffer buffer -> answers.answered(sequence, List.of(Optional.of(buffer)));
        case String text -> answers.answered(sequence, List.of(Optional.of(Buffer.buffer(text))));
        case Object other ->
            answers.failed(
                sequence,
                "the bus address '%s' answered with a %s (expected: a Buffer or a String)"
                    .formatted(route.address, other.getClass().getSimpleName()));
      }
    }

    @Override
    public void tick(long nowNanos) {
      answers.tick(nowNanos, route.address);
    }
  }
}
