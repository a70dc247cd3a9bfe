package dev.samara.load.process;

import dev.samara.load.fault.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A child process that tells in a line of its output that it is ready. Its output is read to the
 * end, and the last lines are kept for error messages. Used by one thread.
 */
public final class BenchProcess implements AutoCloseable {
  private static final int KEPT_LINES = 5;
  private static final String RESIDENT_LINE = "VmRSS:";

  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  /** Who waits for the next line that begins in a certain way; the reader of output looks here. */
  private volatile Optional<Question> question = Optional.empty();

  /** The newest lines of output; guarded by itself. */
  private final Deque<String> lastLines = new ArrayDeque<>();

  /** A line that was asked for. */
  private record Question(String answerWord, CompletableFuture<String> answer) {}

  private BenchProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param command program and arguments
   * @param readyLine gives what is wanted of the line that says so, empty for all other lines
   * @param patience how long to wait for that line
   * @return the process, which the caller closes
   * @throws IOException if the process can't start, ends, or isn't ready in time; it is ended then
   * @throws InterruptedException if this thread was interrupted; the process is ended then
   */
  public static BenchProcess start(
      List<String> command, Function<String, Optional<String>> readyLine, Duration patience)
      throws IOException, InterruptedException {
    return start(Setting.USUAL, command, readyLine, patience);
  }

  /**
   * Starts a process in a setting and waits until it is ready.
   *
   * @param setting what stands before its command, and more variables
   * @param command program and arguments
   * @param readyLine gives what is wanted of the line that says so, empty for all other lines
   * @param patience how long to wait for that line
   * @return the process, which the caller closes
   * @throws IOException if the process can't start, ends, or isn't ready in time; it is ended then
   * @throws InterruptedException if this thread was interrupted; the process is ended then
   */
  public static BenchProcess start(
      Setting setting,
      List<String> command,
      Function<String, Optional<String>> readyLine,
      Duration patience)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(setting.command(command)).redirectErrorStream(true);
    builder.environment().putAll(setting.environment());
    BenchProcess started = new BenchProcess(builder.start());
    // No virtual one: a read of a pipe holds its carrier, of which there are as many as cores.
    Thread.ofPlatform().daemon().name("bench-output").start(() -> started.readOutput(readyLine));
    try {
      started.awaitReady(command, patience);
      return started;
    } catch (IOException | InterruptedException e) {
      started.close();
      throw e;
    }
  }

  /**
   * What the ready line said.
   *
   * @return the part of the line that the caller's function took
   */
  public String ready() {
    return ready.join();
  }

  /**
   * The processor time that all threads of the process have used, as the system counts it: in clock
   * ticks, which are 10 ms on most machines.
   *
   * @return user and system time together, empty if the process has ended or the system doesn't say
   */
  public Optional<Duration> cpuTime() {
    return process.isAlive() ? process.info().totalCpuDuration() : Optional.empty();
  }

  /**
   * Gives the process a line of input.
   *
   * @param line the line, without its end
   * @throws IOException if the process has ended
   */
  public void tell(String line) throws IOException {
    process.outputWriter().append(line).append('\n').flush();
  }

  /**
   * Gives the process a line of input and waits for a line of output.
   *
   * @param line the line, without its end
   * @param answerWord how the line of output begins
   * @param patience how long to wait for it
   * @return the rest of that line
   * @throws IOException if the process has ended, or says nothing in time; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public String ask(String line, String answerWord, Duration patience)
      throws IOException, InterruptedException {
    Question asked = new Question(answerWord, new CompletableFuture<>());
    question = Optional.of(asked);
    tell(line);
    try {
      return asked.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException silent) {
      throw new IOException("no answer to '" + line + "': " + lastOutput());
    } finally {
      question = Optional.empty();
    }
  }

  /**
   * The memory of the process that is in RAM, as Linux counts it.
   *
   * @return bytes
   * @throws IOException if the process has ended or the system does not tell
   */
  public long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
      if (line.startsWith(RESIDENT_LINE)) {
        return Long.parseLong(line.substring(RESIDENT_LINE.length()).replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("the system does not tell the memory of process " + pid());
  }

  /**
   * The process in the system's tables.
   *
   * @return its number
   */
  public long pid() {
    return process.pid();
  }

  /**
   * The newest lines of output since the process was ready, or since its start if it never was.
   *
   * @return at most five lines, joined by {@code " | "}; empty if there are none
   */
  public String lastOutput() {
    synchronized (lastLines) {
      return String.join(" | ", lastLines);
    }
  }

  /** Ends the process: by closing its input, then by signal, by force after 5 seconds each. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // The process has closed its end.
    }
    if (!endsWithin(2)) {
      process.destroy();
    }
    if (!endsWithin(10)) {
      process.destroyForcibly();
    }
  }

  private boolean endsWithin(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void awaitReady(List<String> command, Duration patience)
      throws IOException, InterruptedException {
    String program = command.getFirst();
    try {
      ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException(
          program + " is not ready after " + patience.toSeconds() + " s: " + lastOutput());
    } catch (ExecutionException ended) {
      throw new IOException(program + " ended before it was ready: " + lastOutput());
    }
  }

  private void readOutput(Function<String, Optional<String>> readyLine) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        readyLine.apply(line).ifPresent(this::becomeReady);
        answer(line);
      }
    } catch (IOException closed) {
      // The process was ended while its output was read.
    } finally {
      ready.completeExceptionally(new IOException("ended"));
      question.ifPresent(asked -> asked.answer().completeExceptionally(new IOException("ended")));
    }
  }

  /** What was printed on the way here is of no use in later error messages. */
  private void becomeReady(String said) {
    synchronized (lastLines) {
      lastLines.clear();
    }
    ready.complete(said);
  }

  private void answer(String line) {
    question
        .filter(asked -> line.startsWith(asked.answerWord()))
        .ifPresent(asked -> asked.answer().complete(line.substring(asked.answerWord().length())));
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
  }
}
