package dev.samara.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command did.
 *
 * @param exitCode 0, 1 or 2
 * @param out the standard output
 * @param err the standard error
 */
record Cli(int exitCode, String out, String err) {

  static Cli run(String... arguments) {
    return runWithInput("", arguments);
  }

  /** Runs a command as the launcher does, but for the end of the process. */
  static Cli runWithInput(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var before = new Streams(System.in, System.out, System.err);
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      var exitCode = Main.commandLine().execute(arguments);
      return new Cli(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      before.restore();
    }
  }

  private record Streams(java.io.InputStream in, PrintStream out, PrintStream err) {
    void restore() {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The output of a command that succeeds. */
  String succeeds() {
    assertEquals("", err);
    assertEquals(0, exitCode);
    return out;
  }

  /** The one line of a command that fails. */
  String fails() {
    assertEquals(1, exitCode, err);
    assertEquals("", out);
    assertEquals(1, err.lines().count(), err);
    return err.strip();
  }

  /** The first line of a command that was not used right. */
  String isMisused() {
    assertEquals(2, exitCode, err);
    assertEquals("", out);
    return err.lines().findFirst().orElse("");
  }
}
