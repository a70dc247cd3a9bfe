package dev.samara.load.cluster;

import dev.samara.load.generator.Measurement;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.EchoProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A member of the cluster in a process of its own. Used by one thread. */
public final class MemberProcess implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** A load waits for its first and its last answers longer than for its window. */
  private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);

  /** What a member is for. */
  public enum Role {
    /** Answers. */
    CALLEE,
    /** Asks, and has the listeners. */
    CALLER,
    /** Is killed. */
    VICTIM
  }

  private final Role role;
  private final BenchProcess process;

  private MemberProcess(Role role, BenchProcess process) {
    this.role = role;
    this.process = process;
  }

  /**
   * Starts a member and waits until it has joined the others.
   *
   * @param role what it is for; a caller waits for a callee
   * @param firstPort from where on members look for each other; the same for all
   * @param loops event loops, from 1
   * @param nats where a NATS server is, if there is one
   * @return the member; the caller closes it
   * @throws IOException if it is not ready in a minute and a half; says what it printed
   * @throws InterruptedException if this thread was interrupted
   */
  public static MemberProcess start(Role role, int firstPort, int loops, Optional<String> nats)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(EchoProcess.JVM_FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ClusterMain.class.getName(),
            role.name().toLowerCase(Locale.ROOT),
            Integer.toString(firstPort),
            Integer.toString(loops),
            nats.orElse("-")));
    return new MemberProcess(
        role, BenchProcess.start(command, MemberProcess::readyLine, START_PATIENCE));
  }

  /**
   * The ports it told: of a callee that of the raw stream, of a caller those of its listeners,
   * {@link Subjects#ROUTE} and {@link Subjects#RAW}.
   *
   * @return in that order
   */
  public List<Integer> ports() {
    return Stream.of(process.ready().split(" "))
        .filter(word -> !word.isEmpty())
        .map(Integer::parseInt)
        .toList();
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
   * Has a caller ask the callee.
   *
   * @param subject how
   * @param shape how much
   * @param pids whose processor time counts
   * @return what it measured; each answer was right
   * @throws IOException on the first wrong or missing answer; says which
   * @throws InterruptedException if this thread was interrupted
   */
  public Measurement call(String subject, Shape shape, List<Long> pids)
      throws IOException, InterruptedException {
    return Measurement.of(
        ask("call %s %s %s".formatted(subject, shape.words(), joined(pids)), shape));
  }

  /**
   * Has a caller take a stream of the callee's.
   *
   * @param subject how
   * @param port of the raw stream
   * @param shape how much
   * @param pids whose processor time counts
   * @return what it measured; each item was right
   * @throws IOException on the first wrong item, or if the stream ends; says so
   * @throws InterruptedException if this thread was interrupted
   */
  public Measurement stream(String subject, int port, Shape shape, List<Long> pids)
      throws IOException, InterruptedException {
    return Measurement.of(
        ask("stream %s %d %s %s".formatted(subject, port, shape.words(), joined(pids)), shape));
  }

  /**
   * Has a caller kill a victim that serves its calls.
   *
   * @param victim is dead when this returns
   * @param calls how many are pending then, from 1
   * @return what became of them
   * @throws IOException if the calls do not begin, or have no outcome
   * @throws InterruptedException if this thread was interrupted
   */
  public Outcomes kill(MemberProcess victim, int calls) throws IOException, InterruptedException {
    return Outcomes.parse(ask("kill %d %d".formatted(victim.pid(), calls), Duration.ZERO));
  }

  private String ask(String line, Shape shape) throws IOException, InterruptedException {
    return ask(line, shape.warmUp().plus(shape.window()));
  }

  private String ask(String line, Duration takes) throws IOException, InterruptedException {
    String answer = process.ask(line, ClusterMain.ANSWER, takes.plus(LOAD_PATIENCE));
    if (!answer.startsWith(ClusterMain.OK)) {
      throw new IOException(
          line + ": " + answer.substring(ClusterMain.FAILED.length()) + lastWords());
    }
    return answer.substring(ClusterMain.OK.length());
  }

  private String lastWords() {
    return "; the %s printed: %s".formatted(role, process.lastOutput());
  }

  @Override
  public void close() {
    process.close();
  }

  private static String joined(List<Long> pids) {
    return pids.stream().map(pid -> Long.toString(pid)).collect(Collectors.joining(","));
  }

  private static Optional<String> readyLine(String line) {
    return line.startsWith(ClusterMain.READY)
        ? Optional.of(line.substring(ClusterMain.READY.length()))
        : Optional.empty();
  }
}
