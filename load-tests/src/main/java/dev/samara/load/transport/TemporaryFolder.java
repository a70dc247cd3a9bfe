package dev.samara.load.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A folder for what a bench stores; goes with everything in it.
 *
 * @param path where it is
 */
public record TemporaryFolder(Path path) implements AutoCloseable {

  /**
   * Makes one where the system has its temporary files.
   *
   * @param name what its name begins with
   * @return the folder, empty
   * @throws IOException if it cannot be made
   */
  public static TemporaryFolder create(String name) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(name));
  }

  /**
   * Makes one that goes when this process ends, for a server that is ended with its process.
   *
   * @param name what its name begins with
   * @return where it is, empty
   * @throws IOException if it cannot be made
   */
  public static Path untilExit(String name) throws IOException {
    TemporaryFolder folder = create(name);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                folder.close();
              } catch (IOException stillInUse) {
                System.err.println(folder.path() + " stays: " + stillInUse);
              }
            }));
    return folder.path();
  }

  /**
   * Says so if there is too little room.
   *
   * @param bytes how much is to be stored
   * @throws IOException naming the folder, what is needed and what is free
   */
  public void checkRoom(long bytes) throws IOException {
    long free = Files.getFileStore(path).getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          "%,d MiB are to be stored in %s, where %,d MiB are free"
              .formatted(bytes >> 20, path.getParent(), free >> 20));
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (var below = Files.walk(path)) {
      all = below.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
