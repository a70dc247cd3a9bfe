package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How a service ends: by itself, and with its verticle. */
class MessageServiceTest {

  private static final String ADDRESS = "service";

  private final HubFixture fixture = new HubFixture();

  private RawClient connect() {
    var route = fixture.bus(ADDRESS);
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(100));
    return RawClient.tcp(fixture.listen(options, route).port());
  }

  private MessageService register(List<Delivery> into) {
    return await(MessageService.register(fixture.vertx, ADDRESS, into::add));
  }

  private static void awaitOne(List<Delivery> deliveries) {
    eventually("it came", () -> deliveries.size() == 1);
  }

  @Test
  void aServiceThatEndsAnswersWhatItHasAndGetsNothingMore() {
    try (fixture) {
      var held = new CopyOnWriteArrayList<Delivery>();
      var service = register(held);
      try (var client = connect()) {
        client.write("first\n");
        awaitOne(held);
        await(service.close());
        held.getFirst().reply(Buffer.buffer("answered late"));
        assertEquals("answered late", client.readLine());
        // Nobody is left: the next message is refused, and its connection ends.
        assertEquals("", client.write("second\n").readToEnd());
      }
      assertEquals(1, held.size());
      assertEquals(new Balance(2, 1, 0, 0, 1, 0, 0), fixture.figures("lines").in());
      await(service.close());
    }
  }

  @Test
  void whatASecondInstanceTakesOverIsAnswered() {
    try (fixture) {
      var held = new CopyOnWriteArrayList<Delivery>();
      var service = register(held);
      try (var client = connect()) {
        client.write("first\n");
        awaitOne(held);
        var next = new CopyOnWriteArrayList<Delivery>();
        register(next);
        await(service.close());
        held.getFirst().done();
        client.write("second\n");
        awaitOne(next);
        assertEquals("second", next.getFirst().message().toString());
        next.getFirst().reply(Buffer.buffer("by the other"));
        assertEquals("by the other", client.readLine());
      }
      assertEquals(1, held.size());
    }
  }

  @Test
  void aServiceEndsWithItsVerticle() {
    try (fixture) {
      var echo =
          new VerticleBase() {
            @Override
            public Future<?> start() {
              return MessageService.register(vertx, ADDRESS, d -> d.reply(d.message()));
            }
          };
      var id = await(fixture.vertx.deployVerticle(echo));
      try (var client = connect()) {
        assertEquals("hello", client.write("hello\n").readLine());
        await(fixture.vertx.undeploy(id));
        assertEquals("", client.write("anybody?\n").readToEnd());
      }
      assertEquals(new Balance(2, 1, 0, 0, 1, 0, 0), fixture.figures("lines").in());
    }
  }
}
