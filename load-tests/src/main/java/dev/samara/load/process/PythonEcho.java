package dev.samara.load.process;

import dev.samara.load.fault.Tool;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Target;
import dev.samara.load.generator.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The same framed echo in Python with asyncio, from {@code load-tests/peers/echo.py}. */
public final class PythonEcho implements Subject {
  private static final String PROGRAM = "python3";
  private static final String READY_WORD = "listening ";

  private final BenchProcess process;

  private PythonEcho(BenchProcess process) {
    this.process = process;
  }

  /**
   * Whether it can be started.
   *
   * @return what is missing in words, empty if nothing
   */
  public static Optional<String> missing() {
    return Tool.missing(PROGRAM).map(text -> text + " (Debian package: python3)");
  }

  /**
   * Starts it.
   *
   * @param root the project's folder
   * @return the server, which listens; the caller closes it
   * @throws IOException if it can't start; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static PythonEcho start(Path root) throws IOException, InterruptedException {
    return new PythonEcho(
        BenchProcess.start(
            List.of(PROGRAM, root.resolve("load-tests/peers/echo.py").toString()),
            line ->
                line.startsWith(READY_WORD)
                    ? Optional.of(line.substring(READY_WORD.length()))
                    : Optional.empty(),
            Duration.ofSeconds(20)));
  }

  @Override
  public String label() {
    return "asyncio";
  }

  @Override
  public WireFormat wire() {
    return WireFormat.LENGTH;
  }

  @Override
  public Target target() {
    return Medium.TCP.target(process.ready());
  }

  @Override
  public Optional<Duration> cpuTime() {
    return process.cpuTime();
  }

  @Override
  public String lastOutput() {
    return process.lastOutput();
  }

  @Override
  public void close() {
    process.close();
  }
}
