package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.net.client.ClientRegistry;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.HandshakeConfig;
import dev.samara.node.config.HandshakeKind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets are read from lines, and no complaint quotes any of them. */
class SecretLinesTest {

  @Test
  void aLineIsANameAndASecret() {
    var text = "# a comment\r\n\nann  one two \nben\t\u00fc#x\n";
    assertEquals(
        Map.of("ann", "one two", "ben", "\u00fc#x"), SecretLines.read("FILE", Buffer.buffer(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ann s3cret~s3cret       | FILE, line 2 is none (expected: NAME SECRET)
          ann s3cret~s3cret! x    | FILE, line 2 is none (expected: NAME SECRET)
          ann s3cret~#~ann s3cret | FILE, line 3 has a name that another line has
          #                       | FILE holds no secrets (expected: NAME SECRET in each line)
          """)
  void whatIsWrongIsSaidWithoutQuotingIt(String text, String expected) {
    assertEquals(
        expected, message(() -> SecretLines.read("FILE", Buffer.buffer(text.replace('~', '\n')))));
  }

  @Test
  void bytesThatAreNoTextAreAnError() {
    assertEquals(
        "FILE is not UTF-8",
        message(() -> SecretLines.read("FILE", Buffer.buffer(new byte[] {(byte) 0xff}))));
  }

  @Test
  void secretsComeFromAVariableOrAFileThatIsThere() {
    var vertx = Vertx.vertx();
    try {
      var factory =
          new HandshakeFactory(vertx, new ClientRegistry(), Map.of("TOKENS", "ann one")::get);
      assertNotNull(NodeFixture.await(factory.make(variable("TOKENS"))));
      assertEquals(
          "handshake.secretsVariable: OTHER cannot be read",
          message(() -> NodeFixture.await(factory.make(variable("OTHER")))));
      assertEquals(
          "handshake.secretsFile: /nowhere/secrets cannot be read",
          message(() -> NodeFixture.await(factory.make(file("/nowhere/secrets")))));
    } finally {
      NodeFixture.await(vertx.close());
    }
  }

  private static String message(Executable failing) {
    return assertThrows(ConfigException.class, failing).getMessage();
  }

  private static HandshakeConfig variable(String name) {
    return config(Optional.empty(), Optional.of(name));
  }

  private static HandshakeConfig file(String path) {
    return config(Optional.of(Path.of(path)), Optional.empty());
  }

  private static HandshakeConfig config(Optional<Path> file, Optional<String> variable) {
    return new HandshakeConfig(
        HandshakeKind.TOKEN, file, variable, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
