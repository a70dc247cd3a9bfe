package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload that outlives the process which takes it. */
class ResumeIT {

  private static final long BYTES = 192L << 20;

  @TempDir private Path folder;

  @Test
  void anUploadSurvivesAKilledServer() throws Exception {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var killAt = 1 + (long) (new Random(seed).nextDouble() * BYTES / 2);
    var body = Body.write(folder.resolve("body"), BYTES);
    int offset;
    Process upload;
    var out = folder.resolve("upload.txt");
    try (var node = NodeProcess.start(folder)) {
      offset = node.offset();
      var url = node.uri("/uploads/big").toString();
      var command =
          Launch.samara(
              List.of("upload", "--resume", "--within", "60s", body.file().toString(), url));
      upload =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      Poll.until(
          Duration.ofSeconds(60), () -> "bytes: " + partialBytes(), () -> partialBytes() >= killAt);
      node.signal("KILL");
    }
    try (var again = NodeProcess.startAt(folder, offset)) {
      Poll.until(Duration.ofSeconds(60), () -> text(out), () -> !upload.isAlive());
      assertEquals(0, upload.exitValue(), () -> text(out));
      assertTrue(text(out).contains(body.sha256()), () -> text(out));
      assertEquals(-1, Files.mismatch(body.file(), data().resolve(again.name() + "/uploads/big")));
      again.signal("INT");
      again.assertStops();
    } finally {
      upload.destroyForcibly();
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private long partialBytes() {
    if (!Files.isDirectory(data())) {
      return 0;
    }
    try (var files = Files.walk(data())) {
      return files.filter(file -> file.endsWith("data")).mapToLong(f -> f.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
