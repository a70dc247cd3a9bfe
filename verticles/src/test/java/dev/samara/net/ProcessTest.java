package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.process.Child;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs processes of their own: few files, one port for two, standard input and output. */
class ProcessTest {

  /** More than a JVM with its jars needs, fewer than the clients that come. */
  private static final int MAX_FILES = 160;

  private static final int CLIENTS = 200;

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void withoutFreeFilesOldConnectionsGoOnAndNewOnesWait(String loops) throws Exception {
    var clients = new ArrayList<RawClient>();
    try (var child = Child.listening(String.valueOf(MAX_FILES), loops, "0")) {
      var port = Integer.parseInt(child.await("port"));
      // All classes are loaded then, which from folders takes a file each.
      clients.add(RawClient.tcp(port));
      assertEquals("first", clients.getFirst().write("first\n").readLine());
      for (var i = 1; i < CLIENTS; i++) {
        clients.add(RawClient.tcp(port));
      }
      child.await("suspended");
      assertEquals("old", clients.getFirst().write("old\n").readLine());
      var last = clients.removeLast().write("new\n");
      clients.forEach(RawClient::close);
      assertEquals("new", last.readLine());
      child.await("resumed");
      assertEquals(0, child.count("suspended"), "one notice at each edge");
      last.close();
      try (var later = RawClient.tcp(port)) {
        assertEquals("later", later.write("later\n").readLine());
      }
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void twoProcessesShareAPortAndOneGoesOnWithoutTheOther() throws Exception {
    try (var one = Child.listening("unlimited", "epoll", "0")) {
      var port = Integer.parseInt(one.await("port"));
      try (var two = Child.listening("unlimited", "epoll", String.valueOf(port))) {
        assertEquals(port, Integer.parseInt(two.await("port")));
        askMany(port);
      }
      askMany(port);
    }
  }

  private static void askMany(int port) {
    var answered = 0;
    for (var attempt = 0; answered < 50 && attempt < 1_000; attempt++) {
      try (var client = RawClient.tcp(port)) {
        answered += client.write("x\n").readLine().equals("x") ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        // The kernel may still have given this one to the process that was killed.
        assertTrue(attempt < 999, () -> "never answered: " + e);
      }
    }
    assertEquals(50, answered);
  }

  @Test
  void standardInputAndOutputAreAConnection() throws Exception {
    var process = Child.piped("nio", "stdio");
    try {
      try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
        for (var i = 0; i < 1_000; i++) {
          input.write("line " + i + "\n");
        }
      }
      var answers = process.inputReader(StandardCharsets.UTF_8).lines().toList();
      assertEquals(1_000, answers.size());
      assertEquals("line 999", answers.getLast());
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }
}
