package dev.samara.load.trial;

import dev.samara.load.fault.Setting;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Target;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.EchoProcess.BalanceAnswer;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import dev.samara.load.trial.Trial.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo server of this kit in a process of its own, and load for it. Used by one thread. */
final class EchoTrial implements AutoCloseable {
  private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration WINDOW = Duration.ofMillis(800);

  private final EchoProcess server;
  private final FrameLoad load = new FrameLoad(1);

  private EchoTrial(EchoProcess server) {
    this.server = server;
  }

  static EchoTrial start() throws IOException, InterruptedException {
    return start(Setting.USUAL, List.of());
  }

  static EchoTrial start(Setting setting, List<String> flags)
      throws IOException, InterruptedException {
    return new EchoTrial(
        EchoProcess.start(
            EchoKind.HANDLER, Medium.TCP, 1, EchoServer.MAX_PAYLOAD_BYTES, flags, setting));
  }

  EchoProcess server() {
    return server;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.target().address();
  }

  /** Two hundred messages a second, so that what a fault does to each is seen. */
  LoadPlan calmly(InetSocketAddress where) {
    return LoadPlan.to(Target.tcp(where))
        .withShape(4, 1, 256)
        .withRate(200)
        .withTimes(Duration.ZERO, WINDOW)
        .withChecks(Duration.ofSeconds(20), 1);
  }

  LoadResult run(LoadPlan plan) throws IOException, InterruptedException {
    return run(plan, () -> {});
  }

  /** Runs the load; the fault happens when it begins. */
  LoadResult run(LoadPlan plan, Fault fault) throws IOException, InterruptedException {
    try {
      return load.run(plan, watcher(fault));
    } catch (LoadException failed) {
      throw new IOException("%s (%s)".formatted(failed.getMessage(), failed.balance()), failed);
    }
  }

  /** Runs the load again until it goes well, or patience ends: for a server that has to recover. */
  LoadResult runSoonerOrLater(LoadPlan plan) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_PATIENCE.toNanos();
    while (true) {
      try {
        return run(plan);
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  /** Runs a load that has to fail. */
  LoadException runInVain(LoadPlan plan, Fault fault) throws IOException, InterruptedException {
    try {
      load.run(plan, watcher(fault));
    } catch (LoadException failed) {
      return failed;
    }
    throw new IOException("the load did not notice the fault");
  }

  /** Something that happens to the server or to the way there. */
  interface Fault {
    void happen() throws IOException, InterruptedException;
  }

  private static WindowWatcher watcher(Fault fault) {
    return new WindowWatcher() {
      @Override
      public void opened() throws IOException {
        try {
          TimeUnit.MILLISECONDS.sleep(100);
          fault.happen();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void closed() {}
    };
  }

  /** What the server says when all its messages have come to their end. */
  Outcome settled(boolean soFar, String detail) throws IOException, InterruptedException {
    BalanceAnswer balance = server.balance();
    long deadline = System.nanoTime() + SETTLE_PATIENCE.toNanos();
    while (!balance.settled() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      balance = server.balance();
    }
    boolean held = soFar && balance.addsUp() && balance.settled();
    return new Outcome(held, detail + "; server: " + balance.text());
  }

  @Override
  public void close() {
    load.close();
    server.close();
  }
}
