package dev.samara.load.generator;

import dev.samara.load.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** One plan on its way. Owned by the thread that runs it. */
final class LoadRun {
  private static final int MAX_CONNECTING = 100;

  private final LoadPlan plan;
  private final EventLoopGroup loops;
  private final Transport transport;
  private final Map<EventLoop, Tally> tallies = new IdentityHashMap<>();
  private final List<LoadConnection> connections = new ArrayList<>();

  /** Ends exceptionally with the first fault of any connection, and in no other way. */
  private final CompletableFuture<Void> fault = new CompletableFuture<>();

  LoadRun(LoadPlan plan, EventLoopGroup loops, Transport transport) {
    this.plan = plan;
    this.loops = loops;
    this.transport = transport;
  }

  LoadResult measure(WindowWatcher watcher)
      throws IOException, LoadException, InterruptedException {
    connect();
    Window window = Window.after(plan.warmUp(), plan.window());
    for (int i = 0; i < connections.size(); i++) {
      connections.get(i).begin(pace(i, window));
    }
    runUntil(window.openNanos());
    watcher.opened();
    runUntil(window.closeNanos());
    watcher.closed();
    awaitAnswers();
    Balance balance = balance();
    Histogram latencies = Tally.newHistogram();
    tallies.values().forEach(tally -> tally.addTo(latencies));
    return new LoadResult(balance, latencies.getTotalCount(), window.lengthNanos(), latencies);
  }

  void close() {
    connections.forEach(LoadConnection::close);
  }

  /** The messages of all connections together are sent at equal distances, in turns. */
  private Pace pace(int index, Window window) {
    if (plan.rate().isEmpty()) {
      return new Pace.Closed(window, plan.depth());
    }
    double distance = 1e9 / plan.rate().get();
    long begin = window.openNanos() - plan.warmUp().toNanos();
    return new Pace.Open(
        window, begin + (long) (index * distance), distance * plan.connections(), plan.depth());
  }

  /** A hundred at a time, so that the server's queue of connections never overflows. */
  private void connect() throws IOException, LoadException, InterruptedException {
    Payload payload = WireFormat.payload(plan);
    Dialler dialler = new Dialler(transport, plan.target(), plan.answerTimeout());
    List<Future<Channel>> connecting = new ArrayList<>();
    for (int i = 0; i < plan.connections(); i++) {
      EventLoop loop = loops.next();
      Tally tally = tallies.computeIfAbsent(loop, _ -> new Tally());
      LoadConnection connection = new LoadConnection(i, loop, plan, payload, tally);
      connection.done().exceptionally(this::report);
      connections.add(connection);
      connecting.add(dialler.dial(loop, i, connection));
      if (i >= MAX_CONNECTING) {
        await(connecting.get(i - MAX_CONNECTING));
      }
    }
    for (Future<Channel> future : connecting) {
      await(future);
    }
  }

  private void await(Future<Channel> connecting) throws LoadException, InterruptedException {
    connecting.await();
    if (!connecting.isSuccess()) {
      throw failure(String.valueOf(connecting.cause().getMessage()));
    }
  }

  private Void report(Throwable cause) {
    fault.completeExceptionally(cause);
    return null;
  }

  /** Waits for a fault until the time has come, in vain if all goes well. */
  private void runUntil(long nanoTime) throws LoadException, InterruptedException {
    try {
      fault.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException noFault) {
      return;
    } catch (ExecutionException failed) {
      throw failure(failed.getCause().getMessage());
    }
  }

  private void awaitAnswers() throws LoadException, InterruptedException {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            connections.stream().map(LoadConnection::done).toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(fault, all)
          .get(plan.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw failure(outstanding() + " within " + plan.answerTimeout().toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw failure(failed.getCause().getMessage());
    }
  }

  private String outstanding() throws InterruptedException {
    for (LoadConnection connection : connections) {
      Optional<String> waits = ask(connection.outstanding());
      if (waits.isPresent()) {
        return waits.get();
      }
    }
    return "a connection did not end";
  }

  /** Closes first: from then on no message is answered any more, and the balance stands. */
  private LoadException failure(String reason) throws InterruptedException {
    close();
    return new LoadException(reason, balance());
  }

  private Balance balance() throws InterruptedException {
    Balance sum = Balance.ZERO;
    for (LoadConnection connection : connections) {
      sum = sum.plus(ask(connection.balance()));
    }
    return sum;
  }

  /** The loops are ours and never block: an answer that doesn't come at once is a bug. */
  private static <T> T ask(CompletableFuture<T> question) throws InterruptedException {
    try {
      return question.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("an event loop of the generator does not answer", e);
    }
  }
}
