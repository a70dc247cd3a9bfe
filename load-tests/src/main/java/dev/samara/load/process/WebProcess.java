package dev.samara.load.process;

import dev.samara.load.web.WebKind;
import dev.samara.load.web.WebMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One HTTP server of {@code dev.samara.load.web} in a process of its own. */
public final class WebProcess {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final String READY_WORD = "listening ";

  private WebProcess() {}

  /**
   * Starts a server with this JVM's own executable and class path, and the flags of {@link
   * EchoProcess#JVM_FLAGS}.
   *
   * @param kind which server
   * @param loops its event loops for connections, from 1
   * @param files the folder of the files it serves
   * @return the process, whose ready word is its port; the caller closes it
   * @throws IOException if it can't start within a minute; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static BenchProcess start(WebKind kind, int loops, Path files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(EchoProcess.JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), WebMain.class.getName()));
    command.addAll(List.of(kind.label(), Integer.toString(loops), files.toString()));
    return BenchProcess.start(command, WebProcess::port, START_PATIENCE);
  }

  private static Optional<String> port(String line) {
    return line.startsWith(READY_WORD)
        ? Optional.of(line.substring(READY_WORD.length()).strip())
        : Optional.empty();
  }
}
