package dev.samara.load.micro;

import dev.samara.load.transport.VertxEnd;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls within a node, 64 in flight, beside requests on the event bus: unlike in {@code bench rpc}
 * nothing but the calls, neither clocks nor comparisons.
 */
@State(Scope.Thread)
public class CallBenchmark {
  /** Calls that one invocation makes; the hand-over to the event loop is spread over them. */
  static final int CALLS = 8_192;

  private static final int IN_FLIGHT = 64;
  private static final int BYTES = 128;
  private static final long PATIENCE_SECONDS = 20;

  /** A request with a buffer, a typed call with a buffer, or with a record that cannot change. */
  @Param({"request", "buffer", "record"})
  public String way;

  /** The event loop of the service as the caller sees it. */
  @Param({"same", "other"})
  public String loop;

  private Vertx vertx;
  private Context caller;
  private Supplier<Future<?>> call;

  /** Made by JMH. */
  public CallBenchmark() {}

  /**
   * What is called.
   *
   * @param sensor its name
   * @param value what was measured
   */
  public record Reading(String sensor, double value) {}

  /** Gives back what it gets. */
  public interface Mirror {
    /**
     * Bytes.
     *
     * @param bytes any
     * @return the same
     */
    Future<Buffer> bytes(Buffer bytes);

    /**
     * A record.
     *
     * @param reading any
     * @return the same
     */
    Future<Reading> reading(Reading reading);
  }

  private static final class Echo implements Mirror {
    @Override
    public Future<Buffer> bytes(Buffer bytes) {
      return Future.succeededFuture(bytes);
    }

    @Override
    public Future<Reading> reading(Reading reading) {
      return Future.succeededFuture(reading);
    }
  }

  /**
   * Starts a node with the service.
   *
   * @throws Exception if it does not start
   */
  @Setup
  public void start() throws Exception {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    caller = vertx.getOrCreateContext();
    Context home = loop.equals("same") ? caller : VertxEnd.otherThan(caller);
    Buffer bytes = Buffer.buffer(new byte[BYTES]);
    if (way.equals("request")) {
      var bus = vertx.eventBus();
      VertxEnd.on(
          home, () -> bus.<Buffer>consumer("echo", got -> got.reply(got.body())).completion());
      call = () -> bus.request("echo", bytes);
      return;
    }
    Duration patience = Duration.ofMinutes(1);
    Rpc rpc =
        VertxEnd.await(Rpc.start(vertx, RpcOptions.defaults("micro").withCallTimeout(patience)));
    VertxEnd.on(home, () -> rpc.expose(Mirror.class, new Echo()));
    Mirror mirror = rpc.client(Mirror.class);
    Reading reading = new Reading("boiler-7", 21.5);
    call = way.equals("buffer") ? () -> mirror.bytes(bytes) : () -> mirror.reading(reading);
  }

  /**
   * Ends the node.
   *
   * @throws Exception if it does not end
   */
  @TearDown
  public void stop() throws Exception {
    VertxEnd.await(vertx.close());
  }

  /**
   * Calls, each answer making room for the next one.
   *
   * @throws Exception if one fails
   */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void call() throws Exception {
    Chains chains = new Chains();
    caller.runOnContext(_ -> chains.begin());
    chains.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The calls of one invocation. Owned by the caller's event loop. */
  private final class Chains {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int toMake = CALLS;
    private int toCome = CALLS;

    void begin() {
      for (int i = 0; i < IN_FLIGHT; i++) {
        next();
      }
    }

    private void next() {
      toMake--;
      call.get().onComplete(_ -> answered(), done::completeExceptionally);
    }

    private void answered() {
      toCome--;
      if (toMake > 0) {
        next();
      } else if (toCome == 0) {
        done.complete(null);
      }
    }
  }
}
