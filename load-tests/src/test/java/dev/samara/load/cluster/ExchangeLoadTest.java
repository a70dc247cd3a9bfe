package dev.samara.load.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The other end is a thread, which may answer wrongly. */
class ExchangeLoadTest {
  private final ExecutorService home = Executors.newSingleThreadExecutor();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    home.shutdownNow();
  }

  @Test
  void rightAnswersAreCounted() throws Exception {
    Measurement measured = run(echo(bytes -> bytes));
    assertTrue(measured.measured() > 0, measured.toString());
    assertTrue(measured.measured() <= asked.get(), measured.toString());
    assertEquals(measured.measured(), measured.latenciesNanos().getTotalCount());
    assertEquals(Duration.ofMillis(100), measured.window());
    assertEquals(measured, Measurement.of(measured.line()));
  }

  @Test
  void wrongAnswerEndsIt() {
    IOException wrong =
        assertThrows(IOException.class, () -> run(echo(bytes -> asked.get() == 3 ? null : bytes)));
    assertEquals("a wrong answer of 0 bytes", wrong.getMessage());
  }

  @Test
  void answerToAnotherQuestionEndsIt() {
    byte[] other = new Content(64).message(1_000_000);
    IOException wrong =
        assertThrows(IOException.class, () -> run(echo(bytes -> asked.get() == 3 ? other : bytes)));
    assertEquals("a wrong answer of 64 bytes", wrong.getMessage());
  }

  @Test
  void failureEndsIt() {
    Exchange failing = (_, answer) -> answer.complete(null, new IOException("no way"));
    assertEquals("no way", assertThrows(IOException.class, () -> run(failing)).getMessage());
  }

  @Test
  void missingAnswerEndsIt() {
    Exchange losing =
        (message, answer) -> {
          if (asked.incrementAndGet() != 3) {
            home.execute(() -> answer.complete(Unpooled.wrappedBuffer(message), null));
          }
        };
    IOException missing = assertThrows(IOException.class, () -> run(losing));
    assertEquals("answers are missing: 1", missing.getMessage());
  }

  private Exchange echo(UnaryOperator<byte[]> change) {
    return (message, answer) -> {
      asked.incrementAndGet();
      byte[] changed = change.apply(message);
      ByteBuf bytes = changed == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(changed);
      home.execute(() -> answer.complete(bytes, null));
    };
  }

  private Measurement run(Exchange exchange) throws IOException, InterruptedException {
    return ExchangeLoad.run(
        exchange,
        List.of(home),
        new Shape(64, 4, Duration.ofMillis(20), Duration.ofMillis(100)),
        new ProcessorClock(List.of(ProcessHandle.current().pid())),
        Duration.ofMillis(500));
  }
}
