package dev.samara.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where servers have their UNIX sockets: paths are short, and go when the process ends. */
final class UnixPlaces {
  private UnixPlaces() {}

  static Path next() throws IOException {
    Path folder = Files.createTempDirectory("samara-bench");
    folder.toFile().deleteOnExit();
    Path path = folder.resolve("echo.sock");
    path.toFile().deleteOnExit();
    return path;
  }
}
