package dev.samara.rpc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client in another language drives the bridge. */
@Tag("outside")
class PythonClientTest {

  @Test
  void asksPublishesRegistersAndIsToldErrors() throws Exception {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut())) {
      serve(fixture.bus());
      var script = Path.of(getClass().getResource("bridge_client.py").toURI());
      var process =
          new ProcessBuilder(
                  "python3", script.toString(), Integer.toString(fixture.listener.port()))
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals("ok\n", output);
      assertEquals(0, process.exitValue());
      assertEquals(2, fixture.figure("denied"));
    }
  }

  private static void serve(EventBus bus) {
    bus.<JsonObject>consumer(
        "in.upper",
        message ->
            message.reply(
                new JsonObject()
                    .put("text", message.body().getString("text").toUpperCase(Locale.GERMAN)),
                new DeliveryOptions().setHeaders(message.headers())));
    bus.consumer("in.fails", message -> message.fail(418, "a teapot"));
    bus.consumer("in.relay", message -> bus.publish("out.news", message.body()));
    bus.consumer("in.ask", message -> ask(bus, message));
  }

  /** Asks the client on behalf of the client. */
  private static void ask(EventBus bus, Message<Object> message) {
    bus.request("out.python", message.body())
        .onSuccess(answer -> message.reply(answer.body()))
        .onFailure(cause -> {
          var failure = (ReplyException) cause;
          message.fail(failure.failureCode(), failure.getMessage());
        });
  }
}
