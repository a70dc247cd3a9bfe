package dev.samara.load.rpc;

import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.ProcessorClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The main class of a server process, {@code RpcMain serve KIND MEDIUM LOOPS}, and of a load
 * process, {@code RpcMain load KIND CONNECTIONS PID [TARGET]}, which counts the processor time of
 * the process with that number, or its own if that is {@code own}, or none if it is 0; both end
 * when their standard input does.
 *
 * <p>A server prints {@code ready TARGET}, the words of {@link RpcTarget}. A load prints {@code
 * ready -} and answers each line {@code measure PLAN}, the words of {@link PlanWords}, with a line
 * {@code result measured …} (see {@link Measurement}) or {@code result failed REASON}.
 */
public final class RpcMain {
  /** Begins the line that says that a process is ready. */
  public static final String READY = "ready ";

  /** Begins the line that answers. */
  public static final String RESULT = "result ";

  /** Follows if all answers were right. */
  public static final String MEASURED = "measured ";

  /** In place of a process, for the one that loads. */
  public static final String OWN_PID = "own";

  /** Begins the arguments of a server. */
  public static final String SERVE = "serve";

  /** Begins the arguments of a load. */
  public static final String LOAD = "load";

  /** Begins the line that asks a load for a measurement. */
  public static final String MEASURE = "measure ";

  private static final String FAILED = "failed ";

  private RpcMain() {}

  /**
   * Runs a server or a load until the end of standard input.
   *
   * @param arguments as above; anything else ends the process with code 2
   * @throws Exception if it can't start
   */
  public static void main(String[] arguments) throws Exception {
    boolean serve = arguments.length == 4 && arguments[0].equals(SERVE);
    boolean load = arguments.length >= 4 && arguments[0].equals(LOAD);
    if (!serve && !load || RpcKind.of(arguments[1]).isEmpty()) {
      System.err.println(
          "usage: RpcMain serve KIND MEDIUM LOOPS | load KIND CONNECTIONS PID [TARGET]");
      System.exit(2);
    }
    RpcKind kind = RpcKind.of(arguments[1]).orElseThrow();
    if (serve) {
      Medium medium = Medium.of(arguments[2]).orElseThrow();
      serve(kind, medium, Integer.parseInt(arguments[3]));
    } else {
      List<String> words = List.of(arguments).subList(4, arguments.length);
      load(
          kind,
          words.isEmpty() ? Optional.empty() : Optional.of(RpcTarget.parse(words)),
          Integer.parseInt(arguments[2]),
          pid(arguments[3]));
    }
    System.exit(0);
  }

  private static long pid(String word) {
    return word.equals(OWN_PID) ? ProcessHandle.current().pid() : Long.parseLong(word);
  }

  private static void serve(RpcKind kind, Medium medium, int loops) throws Exception {
    try (RpcServer server = kind.server()) {
      say(READY + String.join(" ", server.start(medium, loops).words()));
      BufferedReader lines = input();
      while (lines.readLine() != null) {
        // A server is told nothing.
      }
    }
  }

  private static void load(
      RpcKind kind, Optional<RpcTarget> target, int connections, long countedPid) throws Exception {
    try (RpcKind.Load load = kind.load(target, connections)) {
      say(READY + "-");
      BufferedReader lines = input();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        CallPlan plan = PlanWords.parse(line.substring(MEASURE.length()));
        say(RESULT + measure(load, plan, countedPid));
      }
    }
  }

  private static String measure(RpcKind.Load load, CallPlan plan, long countedPid)
      throws InterruptedException {
    ProcessorClock clock = new ProcessorClock(countedPid == 0 ? List.of() : List.of(countedPid));
    try {
      LoadResult result = load.run(plan, clock);
      return MEASURED + Measurement.of(result, clock).line();
    } catch (LoadException fault) {
      return FAILED + fault.getMessage() + " (" + fault.balance() + ")";
    } catch (IOException failed) {
      return FAILED + failed.getMessage();
    }
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
