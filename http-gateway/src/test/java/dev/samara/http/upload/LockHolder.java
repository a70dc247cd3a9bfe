package dev.samara.http.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process of its own that locks a file until it is killed. */
final class LockHolder {
  private LockHolder() {}

  /** Locks the file, says so, and waits for its standard input to end. */
  public static void main(String[] arguments) throws IOException {
    try (var channel =
            FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "not locked");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until it is killed.
      }
    }
  }

  static Process start(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(location()).toString(),
                LockHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals("locked", process.inputReader().readLine());
    return process;
  }

  private static URI location() {
    return URI.create(
        LockHolder.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }
}
