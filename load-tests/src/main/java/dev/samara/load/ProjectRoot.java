package dev.samara.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder with the scripts to run and the reports to write. */
final class ProjectRoot {
  private ProjectRoot() {}

  /**
   * The folder of the system property {@code samara.root}, or the nearest one above the working
   * directory that holds {@code load-tests}, or else the working directory.
   */
  static Path find() {
    Path here = Path.of("").toAbsolutePath();
    String told = System.getProperty("samara.root", "");
    return told.isEmpty()
        ? Stream.iterate(here, folder -> folder != null, Path::getParent)
            .filter(folder -> Files.isDirectory(folder.resolve("load-tests")))
            .findFirst()
            .orElse(here)
        : Path.of(told);
  }
}
