package dev.samara.node.cli;

import dev.samara.node.Version;
import picocli.CommandLine.Command;

/** {@code samara version}. */
@Command(name = "version", description = "Says which Samara this is.")
final class VersionCommand implements Runnable {

  @Override
  public void run() {
    System.out.printf(
        "samara %s (Java %s)%n", Version.current(), System.getProperty("java.version"));
  }
}
