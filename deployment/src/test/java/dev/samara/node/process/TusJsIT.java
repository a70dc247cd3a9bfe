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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads in parts by tus-js-client, which speaks tus 1.0 and two versions of the IETF's draft.
 * Needs Debian's nodejs and npm, and {@code npm install --prefix target/npm tus-js-client@4.3.1} at
 * the root of the repository.
 */
@Tag("outside")
class TusJsIT {

  private static final long BYTES = 48L << 20;
  private static final int ABORTS = 6;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tus-v1", "ietf-draft-03", "ietf-draft-05"})
  void anUploadThatIsAbortedManyTimesArrivesWhole(String protocol) throws Exception {
    var seed = seed();
    var body = Body.write(folder.resolve("body"), BYTES);
    try (var node = NodeProcess.start(folder)) {
      var upload = start(node, body, protocol, seed);
      Poll.until(LIMIT, this::output, () -> !upload.isAlive());
      assertUploaded(upload, node, body);
      assertTrue(output().matches("(?s).*uploaded after [1-6] aborts.*"), this::output);
      node.signal("INT");
      node.assertStops();
    }
  }

  @Test
  void anUploadSurvivesAKilledServer() throws Exception {
    var seed = seed();
    var killAt = 1 + (long) (new Random(seed).nextDouble() * BYTES / 2);
    var body = Body.write(folder.resolve("body"), BYTES);
    int offset;
    Process upload;
    try (var node = NodeProcess.start(folder)) {
      offset = node.offset();
      upload = start(node, body, "tus-v1", seed);
      Poll.until(LIMIT, this::output, () -> partialBytes() >= killAt || !upload.isAlive());
      node.signal("KILL");
    }
    try (var again = NodeProcess.startAt(folder, offset)) {
      Poll.until(LIMIT, this::output, () -> !upload.isAlive());
      assertUploaded(upload, again, body);
      again.signal("INT");
      again.assertStops();
    } finally {
      upload.destroyForcibly();
    }
  }

  private static int seed() {
    var seed = (int) System.nanoTime() & Integer.MAX_VALUE;
    System.out.println("seed " + seed);
    return seed;
  }

  private Process start(NodeProcess node, Body body, String protocol, int seed) throws Exception {
    var script = Files.createTempFile(folder, "tus-upload", ".cjs");
    try (var source = TusJsIT.class.getResourceAsStream("tus-upload.cjs")) {
      Files.write(script, source.readAllBytes());
    }
    var builder =
        new ProcessBuilder(
                List.of(
                    "node",
                    script.toString(),
                    node.uri("/uploads/big").toString(),
                    body.file().toString(),
                    protocol,
                    "" + seed,
                    "" + ABORTS))
            .redirectErrorStream(true)
            .redirectOutput(out().toFile());
    builder.environment().put("NODE_PATH", modules().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw Launch.missing("node", "nodejs");
    }
  }

  private static Path modules() {
    return Stream.iterate(
            Path.of("").toAbsolutePath(), here -> here != null, here -> here.getParent())
        .map(here -> here.resolve("target/npm/node_modules"))
        .filter(here -> Files.isDirectory(here.resolve("tus-js-client")))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("run npm install --prefix target/npm tus-js-client@4.3.1"));
  }

  private void assertUploaded(Process upload, NodeProcess node, Body body) throws Exception {
    assertEquals(0, upload.exitValue(), this::output);
    var stored = folder.resolve("data").resolve(node.name()).resolve("uploads/big");
    assertEquals(-1, Files.mismatch(body.file(), stored));
  }

  private long partialBytes() {
    try (var files = Files.walk(folder.resolve("data"))) {
      return files.filter(file -> file.endsWith("data")).mapToLong(f -> f.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private Path out() {
    return folder.resolve("tus.txt");
  }

  private String output() {
    try {
      return Files.readString(out());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
