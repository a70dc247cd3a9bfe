package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code samara run --profile FILE}. */
class ProfileIT {

  @TempDir private Path folder;

  @Test
  void aRunLeavesAFlightRecording() throws Exception {
    var file = folder.resolve("run.jfr");
    try (var node = NodeProcess.start(folder, "--profile", file.toString())) {
      try (var peer = Peer.tcp(node.port(Ports.LINES))) {
        assertEquals("hello", peer.line("hello").readLine());
      }
      node.signal("INT");
      node.assertStops();
      assertTrue(node.out().contains("profile written to " + file), node::text);
    }
    Set<String> events = new HashSet<>();
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        events.add(recording.readEvent().getEventType().getName());
      }
    }
    assertTrue(events.contains("jdk.ThreadStart"), events::toString);
    assertTrue(events.contains("jdk.ActiveSetting"), events::toString);
  }

  @Test
  void aFileThatCannotBeIsOneLine() throws Exception {
    var nowhere = folder.resolve("none/run.jfr").toString();
    var ended = Launch.cli(folder, "run", "--profile", nowhere);
    assertEquals(1, ended.exitCode());
    assertEquals(
        "samara: --profile: %s (expected: a file in an existing folder)\n".formatted(nowhere),
        ended.err());
  }
}
