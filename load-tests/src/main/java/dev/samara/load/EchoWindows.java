package dev.samara.load;

import dev.samara.load.EchoAxes.Shape;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.Subject;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Rounds;
import java.io.IOException;
import java.time.Duration;

/** The measured windows of an echo, of one server at a time. Owned by the main thread. */
final class EchoWindows {
  private static final Duration MOST_FIRST_WARM_UP = Duration.ofMillis(500);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

  private final FrameLoad load;

  EchoWindows(FrameLoad load) {
    this.load = load;
  }

  /** The usual load of a shape: a closed loop. */
  static LoadPlan plan(Subject server, Shape shape, Duration warmUp, Duration wanted) {
    Duration window = shape.window(wanted);
    Duration patience = window.multipliedBy(3);
    return LoadPlan.to(server.target())
        .withWire(server.wire())
        .withShape(shape.connections(), shape.depth(), shape.payloadBytes())
        .withTimes(warmUp, window)
        .withChecks(
            patience.compareTo(LEAST_PATIENCE) < 0
                ? LEAST_PATIENCE
                : patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience,
            16);
  }

  /**
   * The first load of a new process: two of at most half a second, and shorter where somebody wants
   * next to no warm-up at all.
   *
   * @param gently where messages may be lost
   * @param each what there is before each window
   */
  void warmUp(Subject server, boolean gently, Duration each)
      throws IOException, InterruptedException {
    long most = MOST_FIRST_WARM_UP.toMillis();
    Duration length = Duration.ofMillis(Math.clamp(each.toMillis() * 3, 1, most));
    LoadPlan warm =
        LoadPlan.to(server.target()).withWire(server.wire()).withTimes(Duration.ZERO, length);
    run(server, warm.withShape(gently ? 10 : 50, gently ? 4 : 64, 128), WindowWatcher.NONE);
    run(server, warm.withShape(gently ? 4 : 50, 1, 16_384), WindowWatcher.NONE);
  }

  /**
   * Measures one window: rate, latencies, and processor time where it is known.
   *
   * @throws IOException if the server gave a wrong answer or none; names it
   */
  void measure(Subject server, LoadPlan plan, Rounds rounds)
      throws IOException, InterruptedException {
    CpuWatcher cpu = new CpuWatcher(server);
    LoadResult result = run(server, plan, cpu);
    if (result.measured() == 0) {
      throw new IOException(
          "the %s server gave no answer within the window, %s"
              .formatted(server.label(), shape(plan)));
    }
    rounds.add(Measure.RATE, result.messagesPerSecond());
    rounds.addLatencies(result.latenciesNanos());
    cpu.used().ifPresent(used -> rounds.addCpu(used, result.measured()));
  }

  /** A fault is the server's: its name and its last words belong to the message. */
  private LoadResult run(Subject server, LoadPlan plan, WindowWatcher watcher)
      throws IOException, InterruptedException {
    try {
      return load.run(plan, watcher);
    } catch (LoadException fault) {
      throw new IOException(
          "the %s server, %s: %s (%s)%s"
              .formatted(
                  server.label(),
                  shape(plan),
                  fault.getMessage(),
                  fault.balance(),
                  lastWords(server)));
    }
  }

  private static String shape(LoadPlan plan) {
    return "%d connections x %d in flight, %d B"
        .formatted(plan.connections(), plan.depth(), plan.payloadBytes());
  }

  private static String lastWords(Subject server) {
    String output = server.lastOutput();
    return output.isEmpty() ? "" : "; it printed: " + output;
  }
}
