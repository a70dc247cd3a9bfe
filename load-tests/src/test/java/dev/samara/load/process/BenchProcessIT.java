package dev.samara.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchProcessIT {
  @Test
  void readyLineIsWaitedFor() throws Exception {
    try (BenchProcess process = shell("echo starting; echo port 17; cat >/dev/null")) {
      assertEquals("17", process.ready());
      assertEquals("", process.lastOutput());
      assertTrue(process.cpuTime().isPresent());
    }
  }

  @Test
  void questionsAreAnsweredAmongOtherOutput() throws Exception {
    String script = "echo port 17; while read line; do echo hm; echo $line is 3; done";
    try (BenchProcess process = shell(script)) {
      assertEquals("3", process.ask("size", "size is ", Duration.ofSeconds(5)));
      assertEquals("3", process.ask("length", "length is ", Duration.ofSeconds(5)));
    }
  }

  @Test
  void questionWithoutAnswerFailsInTime() throws Exception {
    try (BenchProcess process = shell("echo port 17; echo busy; cat >/dev/null")) {
      IOException caught =
          assertThrows(
              IOException.class, () -> process.ask("size", "size is ", Duration.ofMillis(200)));
      assertTrue(caught.getMessage().startsWith("no answer to 'size'"), caught.getMessage());
    }
  }

  @Test
  void processEndsWithItsInput() throws Exception {
    long beganNanos = System.nanoTime();
    BenchProcess process = shell("echo port 17; cat >/dev/null");
    process.close();
    assertEquals(Optional.empty(), process.cpuTime());
    assertTrue(System.nanoTime() - beganNanos < Duration.ofSeconds(2).toNanos(), "by input");
  }

  @Test
  void processThatIgnoresItsInputIsEnded() throws Exception {
    BenchProcess process = shell("echo port 17; exec tail -f /dev/null");
    process.close();
    assertEquals(Optional.empty(), process.cpuTime());
  }

  @Test
  void processThatEndsBeforeItIsReadyFailsWithItsWords() {
    IOException caught = assertThrows(IOException.class, () -> shell("echo no luck; exit 3"));
    assertEquals("sh ended before it was ready: no luck", caught.getMessage());
  }

  @Test
  void processThatIsNeverReadyFailsInTime() {
    IOException caught = assertThrows(IOException.class, () -> shell("echo busy; cat >/dev/null"));
    assertEquals("sh is not ready after 1 s: busy", caught.getMessage());
  }

  private static BenchProcess shell(String script) throws IOException, InterruptedException {
    return BenchProcess.start(
        List.of("sh", "-c", script),
        line -> line.startsWith("port ") ? Optional.of(line.substring(5)) : Optional.empty(),
        Duration.ofSeconds(1));
  }
}
