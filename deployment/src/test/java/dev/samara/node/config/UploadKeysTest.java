package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of uploads, and what is said when they do not fit. */
class UploadKeysTest {

  @TempDir Path folder;

  private GatewayConfig load(String keys) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), "gateway: {" + keys + "}");
    return ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning)).gateway();
  }

  @Test
  void everyKeyReachesTheStore() throws IOException {
    var gateway =
        load(
            "maxUploadBytes: 1, maxUploads: 2, uploads: {directory: shared, maxFolderBytes: 3,"
                + " maxFiles: 4, forced: false, partialExpiry: 5m, sweepInterval: 6s,"
                + " lockWait: 7ms, writers: 8, maxQueuedBytes: 90000}");
    var options = gateway.uploadOptions();
    assertEquals(Path.of("shared"), gateway.uploadDirectory(Path.of("usual")));
    assertEquals(1, options.limits().maxBytes());
    assertEquals(2, options.limits().maxInFlight());
    assertEquals(3, options.quota().maxBytes());
    assertEquals(4, options.quota().maxFiles());
    assertFalse(options.forced());
    assertEquals(Duration.ofMinutes(5), options.partialExpiry());
    assertEquals(Duration.ofSeconds(6), options.sweepInterval());
    assertEquals(Duration.ofMillis(7), options.lockWait());
    assertEquals(8, options.limits().writers());
    assertEquals(90_000, options.limits().maxQueuedBytes());
    assertEquals(Path.of("usual"), load("port: 1").uploadDirectory(Path.of("usual")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          maxUploadBytes: 0             | gateway.maxUploadBytes: 0 (expected: 1 to 9223372036854775807)
          maxUploads: 0                 | gateway.maxUploads: 0 (expected: 1 to 2147483647)
          uploads: {writers: 65}        | gateway.uploads.writers: 65 (expected: 1 to 64)
          uploads: {maxQueuedBytes: 1}  | gateway.uploads.maxQueuedBytes: 1 (expected: 65536 to 2147483647)
          uploads: {maxFolderBytes: 0}  | gateway.uploads.maxFolderBytes: 0 (expected: 1 to 9223372036854775807)
          uploads: {maxFiles: 0}        | gateway.uploads.maxFiles: 0 (expected: 1 to 9223372036854775807)
          uploads: {partialExpiry: 9ms} | gateway.uploads.partialExpiry: 9 ms (expected: 1000 to 31536000000 ms)
          uploads: {sweepInterval: 2ms} | gateway.uploads.sweepInterval: 2 ms (expected: 1000 to 86400000 ms)
          uploads: {lockWait: 61s}      | gateway.uploads.lockWait: 61000 ms (expected: 0 to 60000 ms)
          uploads: {force: true}        | unknown key 'gateway.uploads.force' (did you mean 'forced'?)
          """)
  void aValueThatDoesNotFitIsOneLine(String keys, String expected) {
    var e = assertThrows(ConfigException.class, () -> load(keys));
    assertEquals(expected, e.getMessage().replaceFirst("^\\S+: ", ""));
  }
}
