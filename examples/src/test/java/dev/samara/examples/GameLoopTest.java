package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.examples.game.GameLoop;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Players of the game loop, at 50 ms a tick. */
class GameLoopTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static void readUntil(LineClient player, String wanted) {
    for (var line = player.read(); !line.equals(wanted); line = player.read()) {
      assertFalse(line.equals("<end>"), "the game is over before: " + wanted);
    }
  }

  @Test
  void playersMoveTickByTick() throws Exception {
    var hub = await(Hub.start(vertx, "game"));
    var game = new GameLoop(hub.mailbox(), Duration.ofMillis(50));
    var loop = Thread.ofVirtual().start(game);
    var options = ListenerOptions.tcp("game", 0, new LineFraming(100));
    var port = await(hub.listen(options, game.route())).port();
    try (var ann = new LineClient(port);
        var bob = new LineClient(port);
        var double1 = new LineClient(port)) {
      assertEquals("your name?", ann.read());
      // The moves behind the name come in the same read: they are played, not lost.
      ann.write("ann\nright\nright\n");
      readUntil(ann, "ann=2");
      bob.write("bob\n");
      readUntil(bob, "ann=2 bob=0");
      bob.write("left\n");
      readUntil(ann, "ann=2 bob=-1");
      double1.write("ann\n");
      readUntil(double1, "the name 'ann' is taken");
      assertEquals("<end>", double1.read());
      bob.write("quit\n");
      readUntil(ann, "ann=2");
      ann.write("jump\n");
      readUntil(ann, "left, right or quit");
    }
    Hubs.assertSettled(hub);
    await(hub.close());
    assertTrue(loop.join(Duration.ofSeconds(20)), "the loop ends with the hub");
  }
}
