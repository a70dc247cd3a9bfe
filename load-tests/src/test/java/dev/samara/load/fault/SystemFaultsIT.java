package dev.samara.load.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults that need the system's tools and privileges. */
@Tag("outside")
class SystemFaultsIT {
  @TempDir private Path folder;

  @Test
  void networkPairIsCutEitherWayMendedAndRemoved() throws Exception {
    try (NetworkPair network = NetworkPair.make()) {
      assertTrue(answers(network), "whole");
      network.cut(Direction.TO_SERVER);
      assertFalse(answers(network), "requests are lost");
      network.mend();
      network.cut(Direction.TO_CLIENT);
      assertFalse(answers(network), "answers are lost");
      network.mend();
      assertTrue(answers(network), "mended");
    }
    assertFalse(Tool.run("ip", "netns", "list").contains("samara" + ProcessHandle.current().pid()));
  }

  @Test
  void smallDiskGetsFullAndIsUnmounted() throws Exception {
    Path mounted;
    try (SmallDisk disk = SmallDisk.mount(1)) {
      mounted = disk.folder();
      Path file = mounted.resolve("file");
      IOException full =
          assertThrows(IOException.class, () -> Files.write(file, new byte[2 << 20]));
      assertTrue(full.getMessage().contains("No space"), full.getMessage());
    }
    assertFalse(Files.exists(mounted));
  }

  @Test
  void syncFailsAndDescriptorsAreFew() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Setting broken = Setting.failingSync();
    assertEquals(1, exitCode(broken, "sync", file.toString()));
    assertEquals(0, exitCode(Setting.USUAL, "sync", file.toString()));
    assertEquals("77", output(Setting.fewDescriptors(77), "sh", "-c", "ulimit -n"));
  }

  @Test
  void clockJumpsWhileAProcessRuns() throws Exception {
    try (MovableClock clock = MovableClock.make().orElseThrow()) {
      Process shell = start(clock.setting(), "sh", "-c", "while read line; do date +%s; done");
      try (BufferedReader out = shell.inputReader()) {
        for (long days : List.of(0L, 10L, -3L)) {
          clock.set(Duration.ofDays(days));
          shell.outputWriter().append("now\n").flush();
          long told = Long.parseLong(out.readLine());
          long expected = Instant.now().plus(Duration.ofDays(days)).getEpochSecond();
          assertTrue(Math.abs(told - expected) < 60, days + " days: " + (told - expected));
        }
      } finally {
        shell.destroyForcibly();
      }
    }
  }

  @Test
  void processStopsGoesOnAndIsKilled() throws Exception {
    Process sleeper = start(Setting.USUAL, "sleep", "60");
    try {
      ProcessFaults.stop(sleeper.pid());
      awaitState('T', sleeper);
      ProcessFaults.goOn(sleeper.pid());
      awaitState('S', sleeper);
      ProcessFaults.kill(sleeper.pid());
      assertEquals(137, sleeper.waitFor());
      assertThrows(IOException.class, () -> ProcessFaults.kill(sleeper.pid()));
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }

  @Test
  void settingsNest() {
    Setting both =
        Setting.fewDescriptors(9).within(new Setting(List.of("ip", "x"), Map.of("A", "b")));
    assertEquals(List.of("ip", "x", "prlimit", "--nofile=9:9", "ls"), both.command(List.of("ls")));
    assertEquals(Map.of("A", "b"), both.environment());
  }

  /** The system takes a moment: a process that may go on is running before it sleeps again. */
  private static void awaitState(char expected, Process process) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (state(process) != expected) {
      assertTrue(System.nanoTime() < deadline, () -> "not " + expected + " in 20 s");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static char state(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** Whether a ping comes back within half a second. */
  private static boolean answers(NetworkPair network) throws Exception {
    // A listener that is not there answers with a reset, which is an answer, too.
    String probe =
        "timeout 0.5 bash -c 'exec 3<>/dev/tcp/%s/9' 2>&1; echo end $?"
            .formatted(network.serverAddress());
    return !output(network.client(), "sh", "-c", probe).endsWith("end 124");
  }

  private static int exitCode(Setting setting, String... command) throws Exception {
    return start(setting, command).waitFor();
  }

  private static String output(Setting setting, String... command) throws Exception {
    Process process = start(setting, command);
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static Process start(Setting setting, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(setting.command(List.of(command)));
    builder.environment().putAll(setting.environment());
    return builder.redirectErrorStream(true).start();
  }
}
