package dev.samara.rpc;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.call.ServiceException;
import dev.samara.rpc.call.Streams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The service that the contract suite calls. */
interface Catalogue {
  enum Colour {
    RED,
    GREEN
  }

  record Size(int width, long height) {
    public Size {
      if (width < 0) {
        throw new IllegalArgumentException("width must not be negative");
      }
    }

    /** Looks like a bean's getter: it must not become a field of the JSON. */
    public long getArea() {
      return width * height;
    }
  }

  record Item(
      String name,
      Colour colour,
      Size size,
      BigDecimal price,
      Optional<String> note,
      List<Size> variants,
      Map<String, Set<Colour>> stock,
      Instant since,
      Duration life,
      UUID id) {}

  record Place(String thread, boolean virtual, boolean onContext) {}

  class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  Future<Item> echo(Item item);

  Item echoBlocking(Item item);

  Future<Long> add(int a, long b);

  Future<Double> total(List<Double> values);

  Future<Void> touch();

  void touchBlocking();

  Future<String> maybe(String text);

  Future<String> failing(String message);

  String throwing(String message);

  Future<String> breaking();

  Future<Place> whereFuture();

  Place wherePlain();

  default Future<String> byDefault() {
    return Future.succeededFuture("default of the interface");
  }

  /** From one number to another, both included; how far it got is in {@link Shop#emitted}. */
  RpcStream<Integer> count(int from, int to);

  ReadStream<String> produced(int items);

  /** Numbered texts of a length; how many were made is in {@link Shop#emitted}. */
  ReadStream<String> large(int items, int characters);

  /**
   * Reads one, and the rest when {@link Shop#waiting} is 0 again; gives the sum of their lengths.
   */
  long lengths(ReadStream<String> texts);

  ReadStream<Size> failingStream(int after);

  Future<Long> sum(ReadStream<Integer> numbers);

  String firstOf(ReadStream<String> texts);

  ReadStream<String> shout(String suffix, ReadStream<String> texts);

  /** Completes when nobody waits any more, which is only seen at {@link Shop#cancelled}. */
  Future<String> untilCancelled();

  String untilInterrupted();

  Future<Long> remainingMillis();

  Future<Map<String, String>> metadata();

  Future<String> coded(String code);

  Future<Integer> mutate(List<Integer> numbers);

  /** Gives back what it was given, keeps that in {@link Shop#kept}, and changes it afterwards. */
  Future<Buffer> keep(Buffer bytes);

  /** Numbers in the first byte of one Buffer, which the service fills again for each item. */
  ReadStream<Buffer> reused(int items, int bytes);

  final class Shop implements Catalogue {
    final AtomicInteger emitted = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final Queue<Buffer> kept = new ConcurrentLinkedQueue<>();

    @Override
    public Future<Buffer> keep(Buffer bytes) {
      kept.add(bytes);
      Vertx.currentContext()
          .runOnContext(later -> bytes.setByte(0, (byte) -1).appendByte((byte) 0));
      return Future.succeededFuture(bytes);
    }

    @Override
    public ReadStream<Buffer> reused(int items, int bytes) {
      return Streams.produce(out -> {
        Buffer one = Buffer.buffer(new byte[bytes]);
        for (int i = 0; i < items; i++) {
          out.emit(one.setByte(0, (byte) i));
        }
      });
    }

    @Override
    public RpcStream<Integer> count(int from, int to) {
      return new CountingStream(from, to, emitted, cancelled);
    }

    @Override
    public ReadStream<String> produced(int items) {
      return Streams.produce(out -> {
        try {
          for (int i = 0; i < items; i++) {
            out.emit("item " + i);
            emitted.incrementAndGet();
          }
        } catch (InterruptedException nobodyWantsMore) {
          cancelled.incrementAndGet();
          throw nobodyWantsMore;
        }
      });
    }

    @Override
    public ReadStream<String> large(int items, int characters) {
      return texts(items, characters, emitted);
    }

    static ReadStream<String> texts(int items, int characters, AtomicInteger made) {
      return Streams.produce(out -> {
        for (int i = 0; i < items; i++) {
          made.incrementAndGet();
          out.emit(i + "x".repeat(characters));
        }
      });
    }

    @Override
    public long lengths(ReadStream<String> texts) {
      RpcStream<String> in = (RpcStream<String>) texts;
      long sum = 0;
      try {
        for (var text = in.next(); text.isPresent(); text = in.next()) {
          sum += text.get().length();
          while (waiting.get() > 0) {
            LockSupport.parkNanos(1_000_000);
          }
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      return sum;
    }

    @Override
    public ReadStream<Size> failingStream(int after) {
      return Streams.produce(out -> {
        for (int i = 0; i < after; i++) {
          out.emit(new Size(i, 1));
        }
        throw new Refused("no more sizes");
      });
    }

    @Override
    public Future<Long> sum(ReadStream<Integer> numbers) {
      Promise<Long> sum = Promise.promise();
      AtomicLong soFar = new AtomicLong();
      numbers.exceptionHandler(sum::tryFail);
      numbers.endHandler(end -> sum.tryComplete(soFar.get()));
      numbers.handler(soFar::addAndGet);
      return sum.future();
    }

    @Override
    public String firstOf(ReadStream<String> texts) {
      try {
        return ((RpcStream<String>) texts).next().orElse("nothing");
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    @Override
    public ReadStream<String> shout(String suffix, ReadStream<String> texts) {
      RpcStream<String> in = (RpcStream<String>) texts;
      return Streams.produce(out -> {
        for (var text = in.next(); text.isPresent(); text = in.next()) {
          out.emit(text.get().toUpperCase(Locale.ROOT) + suffix);
        }
      });
    }

    @Override
    public Future<String> untilCancelled() {
      Promise<String> promise = Promise.promise();
      Call.current()
          .orElseThrow()
          .onCancel(() -> {
            cancelled.incrementAndGet();
            promise.complete("late");
          });
      waiting.incrementAndGet();
      return promise.future();
    }

    @Override
    public String untilInterrupted() {
      waiting.incrementAndGet();
      try {
        new CountDownLatch(1).await();
        return "never";
      } catch (InterruptedException interrupted) {
        cancelled.incrementAndGet();
        return "late";
      }
    }

    @Override
    public Future<Long> remainingMillis() {
      return Future.succeededFuture(
          Call.current().flatMap(Call::remaining).map(Duration::toMillis).orElse(-1L));
    }

    @Override
    public Future<Map<String, String>> metadata() {
      return Future.succeededFuture(Call.current().orElseThrow().metadata());
    }

    @Override
    public Future<String> coded(String code) {
      return Future.failedFuture(new ServiceException(code, "sold out"));
    }

    @Override
    public Future<Integer> mutate(List<Integer> numbers) {
      try {
        numbers.add(1);
      } catch (UnsupportedOperationException unmodifiable) {
        // That is fine as well.
      }
      return Future.succeededFuture(numbers.size());
    }

    @Override
    public Future<Item> echo(Item item) {
      return Future.succeededFuture(item);
    }

    @Override
    public Item echoBlocking(Item item) {
      return item;
    }

    @Override
    public Future<Long> add(int a, long b) {
      return Future.succeededFuture(a + b);
    }

    @Override
    public Future<Double> total(List<Double> values) {
      return Future.succeededFuture(values.stream().mapToDouble(Double::doubleValue).sum());
    }

    @Override
    public Future<Void> touch() {
      return Future.succeededFuture();
    }

    @Override
    public void touchBlocking() {}

    @Override
    public Future<String> maybe(String text) {
      return Future.succeededFuture(text);
    }

    @Override
    public Future<String> failing(String message) {
      return Future.failedFuture(new Refused(message));
    }

    @Override
    public String throwing(String message) {
      throw new Refused(message);
    }

    @Override
    public Future<String> breaking() {
      return null;
    }

    @Override
    public Future<Place> whereFuture() {
      return Future.succeededFuture(wherePlain());
    }

    @Override
    public Place wherePlain() {
      return new Place(
          Thread.currentThread().getName(),
          Thread.currentThread().isVirtual(),
          Vertx.currentContext() != null && Context.isOnEventLoopThread());
    }

    @Override
    public Future<String> byDefault() {
      return Future.succeededFuture("overridden where it is served");
    }
  }
}
