package dev.samara.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.examples.echo.EchoHandler;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.net.client.ExpectedClient;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.Routes;
import dev.samara.net.testkit.Await;
import dev.samara.net.testkit.TestHub;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/testing.md. */
class TestkitTest {

  @Test
  void handlerAnswersEachLine() {
    try (var test = TestHub.start()) {
      var peer = test.connect(new LineFraming(1_000), Routes.handler(EchoHandler::new));
      peer.send("hello");
      assertEquals("hello", peer.receiveText());
    } // every message has had its outcome, or this throws
  }

  @Test
  void serviceOnTheBusAnswersEachLine() {
    try (var test = TestHub.start()) {
      Await.result(test.vertx().deployVerticle(new EchoVerticle()));
      var route = Routes.bus(test.vertx(), EchoVerticle.ADDRESS);
      var peer = test.connect(new LineFraming(1_000), route);
      peer.send("hello");
      assertEquals("hello", peer.receiveText());
    }
  }

  @Test
  void messageForAClientThatStaysAwayExpires() {
    try (var test = TestHub.start()) {
      var clients = test.hub().clients();
      clients.expect("ann", ExpectedClient.defaults());
      var sent = clients.send("ann", Buffer.buffer("are you there?"));
      test.clock().advance(Duration.ofDays(1));
      Await.until("it has expired", sent::failed);
      var why = (UndeliveredException) sent.cause();
      assertEquals(Outcome.EXPIRED, why.outcome());
    }
  }

  @Test
  void theDocumentShowsTheseTests() throws IOException {
    List<String> here =
        Files.readAllLines(
                Path.of(
                    "src/test/java/dev/samara/examples/" + getClass().getSimpleName() + ".java"))
            .stream()
            .map(String::strip)
            .toList();
    boolean inCode = false;
    int shown = 0;
    for (String line : Files.readAllLines(Path.of("../docs/testing.md"))) {
      if (line.startsWith("```")) {
        inCode = line.equals("```java");
      } else if (inCode && !line.isBlank()) {
        assertTrue(here.contains(line.strip()), "not in this test: " + line);
        shown++;
      }
    }
    assertTrue(shown > 20, "lines of code shown: " + shown);
  }
}
