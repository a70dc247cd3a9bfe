package dev.samara.load.trial;

import dev.samara.load.fault.Direction;
import dev.samara.load.fault.ProcessFaults;
import dev.samara.load.fault.Relay;
import dev.samara.load.fault.Tool;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.trial.Trial.Outcome;
import java.io.DataOutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Faults on the way to the server, and of its process. */
final class RelayTrials {
  private static final Duration STALL = Duration.ofMillis(300);

  private RelayTrials() {}

  static List<Trial> all() {
    return List.of(
        Trial.anywhere("delay-and-jitter", RelayTrials::delay),
        Trial.anywhere("cut-one-way-and-mended", RelayTrials::cut),
        Trial.anywhere("slow-reader", RelayTrials::slowReader),
        Trial.anywhere("reset", RelayTrials::reset),
        Trial.anywhere("half-open-peer", RelayTrials::halfOpen),
        new Trial("stopped-process", () -> Tool.missing("kill"), RelayTrials::stopped),
        new Trial("killed-process", () -> Tool.missing("kill"), KilledServer::run));
  }

  private static Outcome delay() throws Exception {
    try (EchoTrial trial = EchoTrial.start();
        Relay relay = Relay.to(trial.address())) {
      relay.delay(Direction.TO_SERVER, Duration.ofMillis(20), Duration.ofMillis(10));
      LoadResult result = trial.run(trial.calmly(relay.address()));
      double least = result.latenciesNanos().getMinValue() / 1e6;
      return trial.settled(least >= 20, "%s, at least %.0f ms".formatted(result.balance(), least));
    }
  }

  private static Outcome cut() throws Exception {
    try (EchoTrial trial = EchoTrial.start();
        Relay relay = Relay.to(trial.address())) {
      LoadResult result =
          trial.run(
              trial.calmly(relay.address()),
              () -> {
                relay.cut(Direction.TO_CLIENT);
                TimeUnit.MILLISECONDS.sleep(STALL.toMillis());
                relay.mend();
              });
      return trial.settled(stalled(result), describe(result));
    }
  }

  /** Answers for a peer that hardly reads pile up in bounds, and others do not notice. */
  private static Outcome slowReader() throws Exception {
    try (EchoTrial trial = EchoTrial.start();
        Relay relay = Relay.to(trial.address());
        Socket slow = new Socket(relay.address().getAddress(), relay.address().getPort())) {
      relay.slow(Direction.TO_CLIENT, 20_000);
      Thread writer = Thread.ofVirtual().start(() -> flood(slow));
      LoadResult others = trial.run(trial.calmly(trial.address()));
      double most = others.latenciesNanos().getMaxValue() / 1e6;
      relay.reset();
      writer.join();
      return trial.settled(true, "others: %s, at most %.0f ms".formatted(others.balance(), most));
    }
  }

  private static void flood(Socket socket) {
    try {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (int i = 0; i < 20_000; i++) {
        out.writeInt(4_096);
        out.write(new byte[4_096]);
      }
    } catch (java.io.IOException reset) {
      // The trial is over.
    }
  }

  private static Outcome reset() throws Exception {
    try (EchoTrial trial = EchoTrial.start();
        Relay relay = Relay.to(trial.address())) {
      LoadException failed =
          trial.runInVain(trial.calmly(relay.address()).withShape(8, 64, 4_096), relay::reset);
      LoadResult after = trial.run(trial.calmly(trial.address()));
      return trial.settled(
          failed.balance().adds(),
          "client: %s; afterwards %s".formatted(failed.balance(), after.balance()));
    }
  }

  private static Outcome halfOpen() throws Exception {
    try (EchoTrial trial = EchoTrial.start();
        Relay relay = Relay.to(trial.address())) {
      LoadException failed = trial.runInVain(trial.calmly(relay.address()), relay::abandon);
      LoadResult others = trial.run(trial.calmly(trial.address()));
      relay.reset();
      return trial.settled(
          failed.balance().adds(),
          "client: %s; others %s".formatted(failed.balance(), others.balance()));
    }
  }

  private static Outcome stopped() throws Exception {
    try (EchoTrial trial = EchoTrial.start()) {
      long pid = trial.server().pid();
      LoadResult result =
          trial.run(
              trial.calmly(trial.address()),
              () -> {
                ProcessFaults.stop(pid);
                TimeUnit.MILLISECONDS.sleep(STALL.toMillis());
                ProcessFaults.goOn(pid);
              });
      return trial.settled(stalled(result), describe(result));
    }
  }

  /** The stall is in the figures: nobody has looked away. */
  private static boolean stalled(LoadResult result) {
    return result.latenciesNanos().getMaxValue() >= STALL.toNanos() / 10 * 9;
  }

  static String describe(LoadResult result) {
    return "%s, at most %.0f ms"
        .formatted(result.balance(), result.latenciesNanos().getMaxValue() / 1e6);
  }
}
