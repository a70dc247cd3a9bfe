package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.FaultyEcho.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLoadTest {
  private static final Duration WINDOW = Duration.ofMillis(600);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static FrameLoad load;

  @TempDir private Path folder;

  @BeforeAll
  static void startLoops() {
    load = new FrameLoad(2);
  }

  @AfterAll
  static void stopLoops() {
    load.close();
  }

  @ParameterizedTest(name = "{0} connections, {1} in flight, {2} bytes")
  @CsvSource({"1,1,8", "1,1,128", "3,64,128", "20,4,9", "2,5,100000", "2,300,1", "2,9,2", "1,5,7"})
  void goodEchoIsMeasuredAndBalances(int connections, int depth, int payloadBytes)
      throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      LoadResult result =
          load.run(
              plan(echo.address()).withShape(connections, depth, payloadBytes), WindowWatcher.NONE);
      assertTrue(result.measured() > 0, "nothing measured");
      assertEquals(result.latenciesNanos().getTotalCount(), result.measured());
      assertTrue(result.balance().adds(), result.balance().toString());
      assertEquals(0, result.balance().failed());
      assertTrue(result.measured() <= result.balance().answered());
      assertEquals(result.measured() * 1e9 / WINDOW.toNanos(), result.messagesPerSecond(), 1e-6);
    }
  }

  @Test
  void contentOfAFileIsSentAndCompared() throws Exception {
    Path file = folder.resolve("content");
    Files.writeString(file, "what users send");
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      LoadResult result =
          load.run(plan(echo.address()).withShape(2, 3, 1).withContent(file), WindowWatcher.NONE);
      assertTrue(result.measured() > 0);
    }
    try (FaultyEcho echo = new FaultyEcho(Fault.CORRUPT)) {
      LoadPlan plan = faulty(echo).withContent(file);
      assertThrows(LoadException.class, () -> load.run(plan, WindowWatcher.NONE));
    }
    LoadPlan missing =
        LoadPlan.to(new InetSocketAddress("127.0.0.1", 1)).withContent(folder.resolve("none"));
    assertThrows(NoSuchFileException.class, () -> load.run(missing, WindowWatcher.NONE));
  }

  @Test
  void swapOfVeryShortMessagesIsFound() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.SWAP)) {
      LoadPlan plan = faulty(echo).withShape(1, 4, 1);
      LoadException caught =
          assertThrows(LoadException.class, () -> load.run(plan, WindowWatcher.NONE));
      assertTrue(caught.getMessage().contains("message 65 came before"), caught.getMessage());
    }
  }

  @Test
  void depthIsKeptInFlight() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.IN_THREES)) {
      LoadResult result = load.run(plan(echo.address()).withShape(2, 3, 128), WindowWatcher.NONE);
      assertTrue(result.balance().answered() >= 6, "three in flight are always answered");
      assertThrows(
          LoadException.class,
          () ->
              load.run(
                  plan(echo.address()).withShape(2, 2, 128).withChecks(Duration.ofSeconds(1), 16),
                  WindowWatcher.NONE),
          "two in flight wait for a third");
    }
  }

  @Test
  void warmUpIsNotMeasured() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      LoadPlan plan =
          plan(echo.address())
              .withShape(1, 4, 64)
              .withTimes(Duration.ofSeconds(1), Duration.ofMillis(100));
      LoadResult result = load.run(plan, WindowWatcher.NONE);
      assertTrue(
          result.measured() < result.balance().answered(),
          result.measured() + " of " + result.balance());
    }
  }

  @Test
  void watcherSeesTheWindowOpenAndClose() throws Exception {
    List<String> seen = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    WindowWatcher watcher =
        new WindowWatcher() {
          @Override
          public void opened() {
            seen.add("opened");
            times.add(System.nanoTime());
          }

          @Override
          public void closed() {
            seen.add("closed");
            times.add(System.nanoTime());
          }
        };
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      load.run(plan(echo.address()).withTimes(Duration.ZERO, Duration.ofSeconds(2)), watcher);
    }
    assertEquals(List.of("opened", "closed"), seen);
    assertTrue(times.get(1) - times.get(0) >= Duration.ofMillis(100).toNanos());
  }

  @ParameterizedTest(name = "{0} with {1} in flight")
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP    | 4 | the answer to message 65 came before that to 64: it is lost or late",
        "DROP    | 1 | no answer to message 64 of connection 0 within 1000 ms",
        "TWICE   | 4 | the answer to message 64 came a second time",
        "SWAP    | 4 | the answer to message 65 came before that to 64: it is lost or late",
        "CORRUPT | 4 | the answer to message 64 has other bytes",
        "CORRUPT | 1 | the answer to message 64 has other bytes",
        "LONGER  | 4 | the answer to message 64 announces 129 bytes, not 128",
        "FOREIGN | 4 | the answer to message 64 has the number of no message sent",
        "CLOSE   | 4 | with 4 messages in flight"
      })
  void faultOfTheServerIsFound(Fault fault, int depth, String message) throws Exception {
    try (FaultyEcho echo = new FaultyEcho(fault)) {
      LoadPlan plan = faulty(echo).withShape(1, depth, 128);
      if (message.startsWith("no answer")) {
        Duration second = Duration.ofSeconds(1);
        plan = plan.withTimes(Duration.ZERO, second).withChecks(second, 16);
      }
      LoadPlan last = plan;
      LoadException caught =
          assertThrows(LoadException.class, () -> load.run(last, WindowWatcher.NONE));
      assertTrue(caught.getMessage().contains(message), caught.getMessage());
      assertTrue(caught.balance().adds(), caught.balance().toString());
      assertTrue(caught.balance().answered() >= FaultyEcho.WRONG_MESSAGE - depth);
      assertTrue(caught.balance().failed() > 0, "the wrong message failed");
    }
  }

  @Test
  void surplusAnswerIsFoundWithOneInFlight() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.TWICE)) {
      LoadException caught =
          assertThrows(LoadException.class, () -> load.run(faulty(echo), WindowWatcher.NONE));
      assertTrue(
          caught.getMessage().contains("an answer more than the 65 messages sent")
              || caught.getMessage().contains("message 64 came a second time"),
          caught.getMessage());
      assertTrue(caught.balance().adds(), caught.balance().toString());
    }
  }

  @Test
  void oneBadConnectionAmongManyFailsTheRun() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.CORRUPT)) {
      LoadPlan plan = faulty(echo).withShape(30, 8, 64);
      LoadException caught =
          assertThrows(LoadException.class, () -> load.run(plan, WindowWatcher.NONE));
      assertTrue(caught.balance().adds(), caught.balance().toString());
    }
  }

  @Test
  void refusedConnectionFailsTheRun() throws Exception {
    try (Socket silent = new Socket()) {
      // Bound, so that nobody else gets the port, but not listening.
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      LoadPlan plan = plan((InetSocketAddress) silent.getLocalSocketAddress());
      LoadException caught =
          assertThrows(LoadException.class, () -> load.run(plan, WindowWatcher.NONE));
      assertTrue(caught.getMessage().contains("Connection refused"), caught.getMessage());
      assertEquals(Balance.ZERO, caught.balance());
    }
  }

  @Test
  void watcherThatThrowsEndsTheRun() throws Exception {
    WindowWatcher watcher =
        new WindowWatcher() {
          @Override
          public void opened() throws IOException {
            throw new IOException("no clock");
          }

          @Override
          public void closed() {}
        };
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      IOException caught =
          assertThrows(IOException.class, () -> load.run(plan(echo.address()), watcher));
      assertEquals("no clock", caught.getMessage());
    }
  }

  @Test
  void planNamesTheOptionOutOfRange() {
    LoadPlan good = LoadPlan.to(new InetSocketAddress("127.0.0.1", 1));
    IllegalArgumentException caught =
        assertThrows(IllegalArgumentException.class, () -> good.withShape(1, 0, 128));
    assertEquals("depth is 0, but must be from 1 to 65536", caught.getMessage());
    assertThrows(IllegalArgumentException.class, () -> good.withShape(1, 1, 0));
  }

  private static LoadPlan plan(InetSocketAddress server) {
    return LoadPlan.to(server).withTimes(Duration.ZERO, WINDOW).withChecks(PATIENCE, 16);
  }

  /** The fault ends it, not its window. */
  private static LoadPlan faulty(FaultyEcho echo) {
    return plan(echo.address()).withTimes(Duration.ZERO, PATIENCE);
  }
}
