package dev.samara.node;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.node.config.ConfigException;
import dev.samara.node.config.RpcKeysConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys come from a file or a variable, are read again, and no message shows one. */
class RpcKeysTest {
  private static final String A = secret(1, 16);
  private static final String B = secret(2, 32);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static String secret(int filled, int bytes) {
    var secret = new byte[bytes];
    java.util.Arrays.fill(secret, (byte) filled);
    return Base64.getEncoder().encodeToString(secret);
  }

  private Path file() {
    return folder.resolve("keys");
  }

  private void write(String... lines) throws IOException {
    Files.write(file(), List.of(lines));
  }

  private RpcKeys fromFile() {
    return await(
        RpcKeys.read(
            new SecretSource(vertx, name -> null),
            new RpcKeysConfig(Optional.of(file()), Optional.empty())));
  }

  @Test
  void theFirstOneSealsAndAllOpen() throws IOException {
    write("# id secret", "7 " + A, "", "3 " + B);
    assertEquals(List.of(7, 3), fromFile().keys().ids());
  }

  @Test
  void aVariableMayHaveThem() {
    var source = new SecretSource(vertx, Map.of("KEYS", "5 " + B)::get);
    var config = new RpcKeysConfig(Optional.empty(), Optional.of("KEYS"));
    assertEquals(List.of(5), await(RpcKeys.read(source, config)).keys().ids());
    var missing = new RpcKeysConfig(Optional.empty(), Optional.of("OTHER"));
    var error = assertThrows(ConfigException.class, () -> await(RpcKeys.read(source, missing)));
    assertEquals("rpc.keys.secretsVariable: OTHER cannot be read", error.getMessage());
  }

  @Test
  void keysAreChangedInThreeSteps() throws IOException {
    write("1 " + A);
    var keys = fromFile();
    write("1 " + A, "2 " + B);
    assertEquals(List.of(1, 2), await(keys.reload()));
    write("2 " + B, "1 " + A);
    assertEquals(List.of(2, 1), await(keys.reload()));
    write("2 " + B);
    assertEquals(List.of(2), await(keys.reload()));
  }

  @Test
  void anIdIsNeverUsedForAnotherSecret() throws IOException {
    write("1 " + A);
    var keys = fromFile();
    write("1 " + B, "2 " + A);
    var error = assertThrows(ConfigException.class, () -> await(keys.reload()));
    assertEquals(
        "rpc.keys: key 1 has another secret than before (expected: a new id)", error.getMessage());
    assertEquals(List.of(1), keys.keys().ids());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x hiddenHiddenHiddenHidd==  | rpc.keys: a line without an id (expected: 0 to 2147483647, a space, the key in base64)
          1 hiddenHidden              | rpc.keys: key 1 (expected: an id of 0 or more, and 16, 24 or 32 bytes in base64)
          1 hidden*                   | rpc.keys: key 1 (expected: an id of 0 or more, and 16, 24 or 32 bytes in base64)
          hidden                      | rpc.keys.secretsFile: FILE, line 1 is none (expected: NAME SECRET)
          # hidden                    | rpc.keys.secretsFile: FILE holds no secrets (expected: NAME SECRET in each line)
          """)
  void aWrongLineIsNotQuoted(String line, String expected) throws IOException {
    write(line);
    var error = assertThrows(ConfigException.class, this::fromFile);
    assertEquals(expected, error.getMessage().replace(file().toString(), "FILE"));
    assertFalse(error.getMessage().contains("hidden"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var error = assertThrows(ConfigException.class, this::fromFile);
    assertEquals("rpc.keys.secretsFile: " + file() + " cannot be read", error.getMessage());
  }
}
