package dev.samara.load.trial;

import dev.samara.load.fault.Direction;
import dev.samara.load.fault.MovableClock;
import dev.samara.load.fault.NetworkPair;
import dev.samara.load.fault.Setting;
import dev.samara.load.fault.SmallDisk;
import dev.samara.load.fault.Tool;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.transport.TemporaryFolder;
import dev.samara.load.trial.Trial.Outcome;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Faults of the system below: networks, disks, descriptors, clocks. */
final class SystemTrials {
  private static final int DISK_MEBIBYTES = 8;
  private static final int TOO_MANY_BYTES = 2 * DISK_MEBIBYTES << 20;

  /** A JVM has a descriptor for each jar of its class path, and some more. */
  private static final int DESCRIPTORS = 400;

  private static final Duration CLOCK_NOTICED = Duration.ofMillis(1_200);

  private SystemTrials() {}

  static List<Trial> all() {
    return List.of(
        new Trial("network-cut-both-ways", needs("ip", "nft"), () -> network(SystemTrials::cut)),
        new Trial("network-cut-one-way", needs("ip", "nft"), () -> network(SystemTrials::cutBack)),
        new Trial("network-loses-packets", needs("ip", "nft"), () -> network(SystemTrials::lose)),
        new Trial("full-disk", needs("mount", "umount"), SystemTrials::fullDisk),
        new Trial("failing-fsync", needs("strace"), SystemTrials::failingSync),
        new Trial(
            "too-few-descriptors", () -> Tool.missing("prlimit"), SystemTrials::fewDescriptors),
        new Trial("clock-jump", SystemTrials::missingClock, SystemTrials::clockJump));
  }

  private static Supplier<Optional<String>> needs(String... tools) {
    return () -> Tool.missing(tools).or(Tool::missingPrivileges);
  }

  /** What happens to a network while there is load. */
  private interface Weather {
    void happen(NetworkPair network) throws IOException, InterruptedException;
  }

  private static void cut(NetworkPair network) throws IOException, InterruptedException {
    network.cut(Direction.TO_SERVER);
    network.cut(Direction.TO_CLIENT);
    TimeUnit.MILLISECONDS.sleep(300);
    network.mend();
  }

  private static void cutBack(NetworkPair network) throws IOException, InterruptedException {
    network.cut(Direction.TO_CLIENT);
    TimeUnit.MILLISECONDS.sleep(300);
    network.mend();
  }

  private static void lose(NetworkPair network) throws IOException, InterruptedException {
    network.lose(Direction.TO_SERVER, 5);
    network.lose(Direction.TO_CLIENT, 5);
  }

  /** The clients are a process in the other namespace; TCP repairs what was lost. */
  private static Outcome network(Weather weather) throws Exception {
    try (NetworkPair network = NetworkPair.make();
        EchoTrial trial =
            EchoTrial.start(
                network.server(), List.of("-Dsamara.bench.host=" + network.serverAddress()))) {
      try (ClientProcess clients = ClientProcess.start(network, trial.address().getPort())) {
        clients.awaitLoad(trial.server());
        weather.happen(network);
        String said = clients.awaitEnd();
        return trial.settled(!said.startsWith("FAILED"), said);
      }
    }
  }

  private static Outcome fullDisk() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(DISK_MEBIBYTES);
        GatewayProcess node = GatewayProcess.start(disk.folder(), Setting.USUAL)) {
      int tooMuch = node.upload("/uploads/too-much", TOO_MANY_BYTES);
      int little = node.upload("/uploads/little", 1_000);
      return uploads(node, tooMuch == 507 && little / 100 == 2, tooMuch, little);
    }
  }

  private static Outcome failingSync() throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("samara-sync");
        GatewayProcess node = GatewayProcess.start(folder.path(), Setting.failingSync())) {
      int stored = node.upload("/uploads/lost", 1_000);
      int found = node.get("/uploads/lost").statusCode();
      return uploads(node, stored / 100 == 5 && found == 404, stored, found);
    }
  }

  private static Outcome uploads(GatewayProcess node, boolean soFar, int first, int second)
      throws IOException, InterruptedException {
    boolean live = node.get("/health/live").statusCode() == 200;
    JsonObject balance = new JsonObject(node.get("/status").body()).getJsonObject("balance");
    return new Outcome(
        soFar && live && balance.getBoolean("addsUp"),
        "answers %d and %d; node: uploads %s"
            .formatted(first, second, balance.getJsonObject("uploads")));
  }

  /** Who has come in is served; who comes too late is served as soon as others have gone. */
  private static Outcome fewDescriptors() throws Exception {
    try (EchoTrial trial = EchoTrial.start(Setting.fewDescriptors(DESCRIPTORS), List.of())) {
      // A class that is loaded for the first time while there is no descriptor is lost for good.
      LoadResult before = trial.run(trial.calmly(trial.address()));
      List<Socket> crowd = new ArrayList<>();
      for (int i = 0; i < 2 * DESCRIPTORS; i++) {
        crowd.add(new Socket(trial.address().getAddress(), trial.address().getPort()));
      }
      crowd.forEach(SystemTrials::close);
      LoadResult after = trial.runSoonerOrLater(trial.calmly(trial.address()));
      return trial.settled(
          true, "before %s; afterwards %s".formatted(before.balance(), after.balance()));
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> missingClock() {
    try (MovableClock clock = MovableClock.make().orElse(null)) {
      return clock == null ? Optional.of("libfaketime not installed") : Optional.empty();
    } catch (IOException unwritable) {
      return Optional.of(unwritable.getMessage());
    }
  }

  private static Outcome clockJump() throws Exception {
    try (MovableClock clock = MovableClock.make().orElseThrow();
        EchoTrial trial = EchoTrial.start(clock.setting(), List.of())) {
      LoadResult result =
          trial.run(
              trial.calmly(trial.address()).withTimes(Duration.ZERO, CLOCK_NOTICED.multipliedBy(3)),
              () -> {
                clock.set(Duration.ofDays(1));
                TimeUnit.MILLISECONDS.sleep(CLOCK_NOTICED.toMillis());
                clock.set(Duration.ofDays(-1));
              });
      return trial.settled(true, RelayTrials.describe(result));
    }
  }
}
