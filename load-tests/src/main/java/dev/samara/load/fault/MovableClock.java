package dev.samara.load.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock that jumps while a process runs; its monotonic clock goes on evenly, as the system's
 * does. Needs libfaketime (Debian package: faketime).
 */
public final class MovableClock implements AutoCloseable {
  private static final String LIBRARY = "libfaketimeMT.so.1";

  private final Path library;
  private final Path offset;

  private MovableClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /**
   * Makes a clock that is right.
   *
   * @return the clock, empty if the library is not installed
   * @throws IOException if its file can't be written
   */
  public static Optional<MovableClock> make() throws IOException {
    Optional<Path> library = library();
    if (library.isEmpty()) {
      return Optional.empty();
    }
    Path offset = Files.createTempFile("samara-clock", ".offset");
    Files.writeString(offset, "+0");
    return Optional.of(new MovableClock(library.get(), offset));
  }

  private static Optional<Path> library() throws IOException {
    for (Path root : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.find(root, 3, (file, _) -> file.endsWith(LIBRARY))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The setting of a process that goes by this clock.
   *
   * @return the setting
   */
  public Setting setting() {
    return new Setting(
        List.of(),
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            offset.toString(),
            "FAKETIME_NO_CACHE",
            "1",
            "DONT_FAKE_MONOTONIC",
            "1"));
  }

  /**
   * Sets the clock; the process notices within a second.
   *
   * @param ahead how far ahead of the right time; negative for behind it
   * @throws IOException if its file can't be written
   */
  public void set(Duration ahead) throws IOException {
    Files.writeString(offset, "%+d".formatted(ahead.toSeconds()));
  }

  /** Removes its file. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(offset);
  }
}
