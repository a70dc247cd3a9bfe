package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A stream that makes its items itself, well or badly. */
class ItemLoadTest {
  private static final int BYTES = 32;
  private static final int BAD = 40;

  /** The fault ends it, not its window. */
  private static final CallPlan LONG =
      CallPlan.closed(1, 1, new CallContent.MadeUp(BYTES), Duration.ZERO, Duration.ofSeconds(20));

  @Test
  void itemsAreCounted() throws Exception {
    Client client = new Client(_ -> {});
    LoadResult result = CallLoad.items(client, plan(20_000), WindowWatcher.NONE);
    assertTrue(result.measured() > 0 && result.measured() < result.balance().answered());
    assertTrue(client.closed);
  }

  @Test
  void wrongContentEndsTheRun() {
    assertFault(
        "item 40 has a wrong content",
        client -> {
          byte[] item = Numbered.message(BYTES, BAD);
          item[BYTES - 1]++;
          client.items.item(item);
        });
  }

  @Test
  void shortItemEndsTheRun() {
    assertFault("item 40 has a wrong content", client -> client.items.item(new byte[3]));
  }

  @Test
  void lostItemEndsTheRun() {
    assertFault("item 41 in place of 40", client -> client.next++);
  }

  @Test
  void repeatedItemEndsTheRun() {
    assertFault("item 39 in place of 40", client -> client.next--);
  }

  @Test
  void endOfTheStreamEndsTheRun() {
    assertFault("the stream ended: no more", client -> client.items.ended("no more"));
  }

  @Test
  void silenceEndsTheRun() {
    LoadException fault =
        assertThrows(
            LoadException.class,
            () ->
                CallLoad.items(
                    new Client(client -> client.closed = true), plan(2_000), WindowWatcher.NONE));
    assertEquals("no item after 40 within 2000 ms", fault.getMessage());
  }

  private static void assertFault(String words, Consumer<Client> at40) {
    LoadException fault =
        assertThrows(
            LoadException.class, () -> CallLoad.items(new Client(at40), LONG, WindowWatcher.NONE));
    assertEquals(words, fault.getMessage());
  }

  private static CallPlan plan(int patienceMillis) {
    return CallPlan.closed(
            1, 1, new CallContent.MadeUp(BYTES), Duration.ofMillis(200), Duration.ofSeconds(1))
        .withAnswerTimeout(Duration.ofMillis(patienceMillis));
  }

  /** Makes items on a thread of its own until it is closed. */
  private static final class Client implements ItemClient {
    private final Consumer<Client> at40;
    private Items items;
    private long next;
    private volatile boolean closed;

    Client(Consumer<Client> at40) {
      this.at40 = at40;
    }

    @Override
    public void open(int bytes, Items to) {
      items = to;
      Thread.ofPlatform().start(this::run);
    }

    private void run() {
      boolean done = false;
      while (!closed) {
        if (next == BAD && !done) {
          done = true;
          at40.accept(this);
        }
        if (!closed) {
          items.item(Numbered.message(BYTES, next++));
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
