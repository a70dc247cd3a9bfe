package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.route.Conversations;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Straight-line code that is listed, waited for and ended from outside. */
class ConversationsTest {

  private static ListenerOptions lines() {
    return ListenerOptions.tcp("lines", 0, new LineFraming(1_000));
  }

  /** Another client, after the first is being talked to. */
  private static RawClient second(RawClient first, Listener listener) {
    assertEquals("a", first.write("a\n").readLine());
    return RawClient.tcp(listener.port());
  }

  @Test
  void whoTalksIsListedUntilItsCodeReturns() {
    var conversations =
        Conversations.of(connection -> {
          for (var m = connection.receive(); m.isPresent(); m = connection.receive()) {
            connection.post(m.get());
          }
        });
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), conversations.route());
      assertTrue(conversations.running().isEmpty());
      try (var first = RawClient.tcp(listener.port());
          var second = second(first, listener)) {
        assertEquals("b", second.write("b\n").readLine());
        eventually("both wait", () -> conversations.running().stream().allMatch(r -> r.waiting()));
        var running = conversations.running();
        assertEquals(2, running.size());
        assertTrue(running.getFirst().age().compareTo(running.getLast().age()) >= 0);
        assertTrue(running.getLast().age().compareTo(Duration.ZERO) > 0);
        var oldest = running.getFirst().connection();
        var end = conversations.join(oldest);
        assertFalse(end.isComplete());
        assertEquals("", first.endOutput().readToEnd());
        await(end);
        eventually("one is left", () -> conversations.running().size() == 1);
        await(conversations.join(oldest));
        assertFalse(conversations.kill(oldest));
      }
    }
  }

  @Test
  void oneThatIsKilledClosesItsConnectionAndNoOther() {
    var conversations =
        Conversations.of(connection -> {
          connection.post(connection.receive().orElseThrow());
          // As PSE-51 has it: sleeps, and is killed meanwhile.
          new CountDownLatch(1).await();
        });
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), conversations.route());
      try (var victim = RawClient.tcp(listener.port());
          var bystander = second(victim, listener)) {
        assertEquals("b", bystander.write("b\n").readLine());
        var oldest = conversations.running().getFirst().connection();
        var end = conversations.join(oldest);
        assertTrue(conversations.kill(oldest));
        await(end);
        assertEquals("", victim.readToEnd());
        eventually("one is left", () -> conversations.running().size() == 1);
        conversations.kill(conversations.running().getFirst().connection());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      // Each had taken its message and asked for no other when it ended.
      assertEquals(new Balance(2, 2, 0, 0, 0, 0, 0), fixture.figures("lines").out());
      assertTrue(fixture.figures("lines").in().addsUp());
    }
  }
}
