package dev.samara.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      assertEquals("3", process.ask("size", "size is ", Duration.ofSeconds(20)));
      assertEquals("3", process.ask("length", "length is ", Duration.ofSeconds(20)));
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
  void processEndsWithItsInput(@TempDir Path folder) throws Exception {
    Path marker = folder.resolve("ended");
    BenchProcess process = shell("echo port 17; cat >/dev/null; echo >" + marker);
    process.close();
    assertEquals(Optional.empty(), process.cpuTime());
    assertTrue(Files.exists(marker), "by its input, not by a signal");
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
    IOException caught =
        assertThrows(
            IOException.class, () -> shell("echo busy; cat >/dev/null", Duration.ofSeconds(1)));
    assertEquals("sh is not ready after 1 s: busy", caught.getMessage());
  }

  private static BenchProcess shell(String script) throws IOException, InterruptedException {
    return shell(script, Duration.ofSeconds(20));
  }

  private static BenchProcess shell(String script, Duration readyLimit)
      throws IOException, InterruptedException {
    return BenchProcess.start(
        List.of("sh", "-c", script),
        line -> line.startsWith("port ") ? Optional.of(line.substring(5)) : Optional.empty(),
        readyLimit);
  }
}
