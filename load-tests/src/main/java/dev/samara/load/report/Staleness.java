package dev.samara.load.report;

import java.nio.file.Path;
import java.util.Optional;

/** Whether figures still tell about the code that is here. */
public final class Staleness {
  private Staleness() {}

  /**
   * Looks at what has changed since a report was made. Documentation may change: only sources,
   * build files and scripts of wrk count. Starts git: not for an event loop.
   *
   * @param report the report
   * @param folder the project's folder
   * @return why the figures are stale, empty if they are not
   */
  public static Optional<String> of(Report report, Path folder) {
    Optional<String> here = Git.ask(folder, "rev-parse", "--short=12", "HEAD");
    if (here.isEmpty()) {
      return Optional.of("this folder has no commits to compare with");
    }
    if (report.machine().gitCommit().isEmpty()) {
      return Optional.of("nobody knows which commit it measured");
    }
    String measured = report.machine().gitCommit().get();
    if (measured.endsWith("+")) {
      return Optional.of("it measured files that were not committed, after " + measured);
    }
    Optional<String> changed =
        Git.ask(folder, "diff", "--name-only", measured, "--", "*/src/main/*", "*pom.xml", "*.lua");
    if (changed.isEmpty()) {
      return Optional.of("it measured commit %s, which is not in this clone".formatted(measured));
    }
    long files = changed.get().lines().count();
    return files == 0
        ? Optional.empty()
        : Optional.of(
            "it measured commit %s; %d source files differ from it".formatted(measured, files));
  }
}
