package dev.samara.load.rpc;

import dev.samara.load.generator.CallPlan;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The main class of a server process, {@code RpcMain serve KIND LOOPS}, and of a load process,
 * {@code RpcMain load KIND PORT CONNECTIONS SERVER-PID} (0 and 0 if it has none); both end when
 * their standard input does.
 *
 * <p>A server prints {@code ready PORT}. A load prints {@code ready -} and answers each line {@code
 * measure DEPTH BYTES WARM-UP-MS WINDOW-MS PATIENCE-MS} with a line {@code result measured …} (see
 * {@link Measurement}) or {@code result failed REASON}.
 */
public final class RpcMain {
  /** Begins the line that says that a process is ready. */
  public static final String READY = "ready ";

  /** Begins the line that answers. */
  public static final String RESULT = "result ";

  /** Follows if all answers were right. */
  public static final String MEASURED = "measured ";

  private static final String FAILED = "failed ";

  private RpcMain() {}

  /**
   * Runs a server or a load until the end of standard input.
   *
   * @param arguments as above; anything else ends the process with code 2
   * @throws Exception if it can't start
   */
  public static void main(String[] arguments) throws Exception {
    boolean serve = arguments.length == 3 && arguments[0].equals("serve");
    boolean load = arguments.length == 5 && arguments[0].equals("load");
    if (!serve && !load || RpcKind.of(arguments[1]).isEmpty()) {
      System.err.println("usage: RpcMain serve KIND LOOPS | load KIND PORT CONNECTIONS SERVER-PID");
      System.exit(2);
    }
    RpcKind kind = RpcKind.of(arguments[1]).orElseThrow();
    if (serve) {
      serve(kind, Integer.parseInt(arguments[2]));
    } else {
      load(
          kind,
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]),
          Long.parseLong(arguments[4]));
    }
    System.exit(0);
  }

  private static void serve(RpcKind kind, int loops) throws Exception {
    try (RpcServer server = kind.server()) {
      say(READY + server.start(loops));
      BufferedReader lines = input();
      while (lines.readLine() != null) {
        // A server is told nothing.
      }
    }
  }

  private static void load(RpcKind kind, int port, int connections, long serverPid)
      throws Exception {
    try (RpcKind.Load load = kind.load(port, connections)) {
      say(READY + "-");
      BufferedReader lines = input();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        CallPlan plan =
            new CallPlan(
                connections,
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Duration.ofMillis(Long.parseLong(words[3])),
                Duration.ofMillis(Long.parseLong(words[4])),
                Duration.ofMillis(Long.parseLong(words[5])));
        say(RESULT + measure(load, plan, serverPid));
      }
    }
  }

  private static String measure(RpcKind.Load load, CallPlan plan, long serverPid)
      throws InterruptedException {
    long counted = serverPid == 0 ? ProcessHandle.current().pid() : serverPid;
    ProcessorClock clock = new ProcessorClock(List.of(counted));
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
