package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.examples.doubler.Doubler;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoublerTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void doublesNumbersOfAnySizeAndMindsNothingElse() {
    var hub = await(Doubler.start(vertx, 0));
    try (var client = new LineClient(Hubs.port(hub, "doubler"))) {
      client.write("21\n-5\r\n 99999999999999999999 \nseven\n\n0\n").endOutput();
      assertEquals("42", client.read());
      assertEquals("-10", client.read());
      assertEquals("199999999999999999998", client.read());
      assertEquals("'seven' (expected: a whole number)", client.read());
      assertEquals("'' (expected: a whole number)", client.read());
      assertEquals("0", client.read());
      assertEquals("<end>", client.read());
    }
    Hubs.assertSettled(hub);
  }
}
