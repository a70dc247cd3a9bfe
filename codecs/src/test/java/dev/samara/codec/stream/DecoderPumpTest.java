package dev.samara.codec.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.Pieces.Heard;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecoderPumpTest {

  private final Words words = new Words();
  private final Heard<String> heard = new Heard<>();
  private final DecoderPump<String> pump = new DecoderPump<>(words, Runnable::run, 100, heard);

  @Test
  void cutsDoNotMatter() {
    Pieces.assertMessages(
        words, bytes("one..t+wo.+th++ree.+."), List.of("one", "", "two", "three", ""));
    Pieces.assertFault(words, bytes("one.t+w!o."), List.of("one"), "an exclamation");
    Pieces.assertFault(words, bytes("one.t+w-o."), List.of("one"), "the codec failed: no luck");
  }

  @Test
  void keepsWhatArrivesDuringASuspensionInOrder() {
    push("one.t~w");
    push("o.th");
    push("ree.");
    assertEquals(List.of("one"), heard.messages);
    assertEquals(9, pump.heldBytes());
    words.waiting.remove().complete();
    assertEquals(List.of("one", "two", "three"), heard.messages);
    assertEquals(0, pump.heldBytes());
  }

  @Test
  void resumesOnTheOwnersThreadWhateverThreadCompletes() throws Exception {
    var threads = new ArrayList<String>();
    var done = new CompletableFuture<List<String>>();
    try (var owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "owner"));
        var other = Executors.newFixedThreadPool(2)) {
      var sink =
          new Heard<String>() {
            @Override
            public void message(String value) {
              threads.add(Thread.currentThread().getName());
              super.message(value);
            }

            @Override
            public void ended(boolean midMessage) {
              done.complete(messages);
            }
          };
      owner.execute(() -> {
        var threaded = new DecoderPump<>(words, owner, 100, sink);
        for (var piece : "a~b.~c.d~.~".split("")) {
          threaded.push(Buffer.buffer(piece));
          completeAll(other);
        }
        threaded.push(Buffer.buffer("."));
        threaded.end();
      });
      while (!done.isDone()) {
        completeAll(other);
        Thread.onSpinWait();
      }
      assertEquals(List.of("ab", "c", "d", ""), done.get(5, TimeUnit.SECONDS));
    }
    assertEquals(List.of("owner", "owner", "owner", "owner"), threads);
  }

  @Test
  void pausesAtHalfTheLimitAndGoesOnAtAQuarter() {
    push("~" + "x".repeat(49));
    assertEquals(List.of(), heard.signals);
    push("y");
    assertEquals(List.of("pause"), heard.signals);
    push(".~" + "z".repeat(30));
    words.waiting.remove().complete();
    assertEquals(30, pump.heldBytes());
    assertEquals(List.of("pause"), heard.signals);
    words.waiting.remove().complete();
    assertEquals(List.of("pause", "resume"), heard.signals);
    push(".");
    assertEquals(List.of("x".repeat(49) + "y", "z".repeat(30)), heard.messages);
  }

  @Test
  void refusesASourceThatDoesNotPause() {
    push("~");
    push("x".repeat(99));
    push("x".repeat(30));
    assertEquals(129, pump.heldBytes());
    assertThrows(IllegalStateException.class, () -> push("x"));
    assertEquals(0, pump.heldBytes());
    assertEquals(List.of(""), words.closed);
  }

  @Test
  void aFailureIsTheLastWord() {
    push("one.tw~");
    words.waiting.remove().fail("no luck");
    assertEquals("the codec failed: no luck", heard.failure.orElseThrow().getMessage());
    assertTrue(heard.failure.orElseThrow().retry());
    push("three.");
    pump.end();
    assertEquals(List.of("one"), heard.messages);
    assertEquals(List.of("tw"), words.closed);
  }

  @Test
  void aDecodersBugIsAFailure() {
    push("one.?");
    assertEquals("the codec failed: a bug", heard.failure.orElseThrow().getMessage());
    assertEquals(List.of(""), words.closed);
  }

  @Test
  void theEndWaitsForWhatIsHeld() {
    push("o~ne.two.");
    pump.end();
    assertFalse(heard.isOver());
    words.waiting.remove().complete();
    assertEquals(List.of("one", "two"), heard.messages);
    assertEquals(Optional.of(false), heard.endedMidMessage);
  }

  @Test
  void theEndInAMessageIsSaidAndClosesTheDecoder() {
    push("one.tw");
    pump.end();
    assertEquals(Optional.of(true), heard.endedMidMessage);
    assertEquals(List.of("tw"), words.closed);
    push("o.");
    assertEquals(List.of("one"), heard.messages);
  }

  @Test
  void closingEndsASuspendedDecoder() {
    push("tw~o.");
    pump.close();
    pump.close();
    words.waiting.remove().complete();
    assertEquals(List.of("tw"), words.closed);
    assertEquals(List.of(), heard.messages);
    assertFalse(heard.isOver());
  }

  @Test
  void neitherSuspensionsNorMessagesUseUpTheStack() {
    push("+".repeat(300_000) + ".");
    push(".".repeat(300_000));
    assertEquals(300_001, heard.messages.size());
    // Completed one after the other while the pump's owner runs tasks at once.
    push("~".repeat(100_000) + ".");
    while (!words.waiting.isEmpty()) {
      words.waiting.remove().complete();
    }
    assertEquals(300_002, heard.messages.size());
  }

  @Test
  void aSinkThatThrowsClosesThePump() {
    var sink =
        new Heard<String>() {
          @Override
          public void message(String value) {
            throw new IllegalArgumentException(value);
          }
        };
    var throwing = new DecoderPump<>(words, Runnable::run, 100, sink);
    assertThrows(IllegalArgumentException.class, () -> throwing.push(Buffer.buffer("one.two.thr")));
    throwing.push(Buffer.buffer("three."));
    assertFalse(sink.isOver());
  }

  @Test
  void aSinkMayCloseThePump() {
    var pumps = new ArrayList<DecoderPump<String>>();
    var sink =
        new Heard<String>() {
          @Override
          public void message(String value) {
            super.message(value);
            pumps.getFirst().close();
          }
        };
    pumps.add(new DecoderPump<>(words, Runnable::run, 100, sink));
    pumps.getFirst().push(Buffer.buffer("one.two."));
    assertEquals(List.of("one"), sink.messages);
  }

  @Test
  void checksItsLimit() {
    assertThrows(
        IllegalArgumentException.class, () -> new DecoderPump<>(words, Runnable::run, 3, heard));
  }

  private void completeAll(java.util.concurrent.Executor other) {
    synchronized (words.waiting) {
      while (!words.waiting.isEmpty()) {
        var promise = words.waiting.remove();
        other.execute(promise::complete);
      }
    }
  }

  private void push(String text) {
    pump.push(Buffer.buffer(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
