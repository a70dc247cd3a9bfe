package dev.samara.load.trial;

import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.WindowWatcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The main class of a trial's load: {@code TrialLoad HOST PORT}. Sends at a calm rate for a second
 * and a half when it is told to, and says what came of it.
 */
public final class TrialLoad {
  static final String BEGINS = "ready to send";
  static final String ENDS = "ended ";

  private TrialLoad() {}

  /**
   * Runs one load: after a line of input it sends, after the next one it tells and ends.
   *
   * @param arguments host and port of a framed echo
   * @throws IOException if standard input is closed
   * @throws InterruptedException if this thread was interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    LoadPlan plan =
        LoadPlan.to(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])))
            .withShape(4, 1, 1_024)
            .withRate(200)
            .withTimes(Duration.ZERO, Duration.ofMillis(1_500))
            .withChecks(Duration.ofSeconds(40), 1);
    try (FrameLoad load = new FrameLoad(1)) {
      System.out.println(BEGINS);
      lines.readLine();
      String outcome = run(load, plan);
      lines.readLine();
      System.out.println(ENDS + outcome);
    }
  }

  private static String run(FrameLoad load, LoadPlan plan)
      throws IOException, InterruptedException {
    try {
      return RelayTrials.describe(load.run(plan, WindowWatcher.NONE));
    } catch (LoadException failed) {
      return "FAILED " + failed.getMessage() + " " + failed.balance();
    }
  }
}
