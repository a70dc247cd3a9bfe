package dev.samara.load.tree;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder of the whole tree. */
final class SourceRoot {
  private SourceRoot() {}

  /** As the build says, or the nearest folder above with all modules below. */
  static Path find() {
    String told = System.getProperty("samara.root", "");
    return told.isEmpty()
        ? Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("load-tests/pom.xml")))
            .findFirst()
            .orElseThrow()
        : Path.of(told);
  }
}
