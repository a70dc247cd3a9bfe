package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.Catalogue.Size;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.call.Streams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for streams, deadlines and cancellation wherever the service is. */
abstract class StreamContract extends BytesContract {
  private static final int HALF_MIB = 512 * 1024;
  private static final int LARGE_ITEMS = 14;

  @Test
  void aStreamArrivesWholeAndInOrder() {
    assertEquals(
        IntStream.rangeClosed(1, 5000).boxed().toList(), result(all(catalogue.count(1, 5000))));
  }

  @Test
  void aStreamCanBeReadStraightLine() throws Exception {
    List<String> items = new ArrayList<>();
    RpcStream<String> stream = (RpcStream<String>) catalogue.produced(1000);
    for (var item = stream.next(); item.isPresent(); item = stream.next()) {
      items.add(item.get());
    }
    assertEquals(1000, items.size());
    assertEquals("item 999", items.getLast());
  }

  @Test
  void aSlowReaderPausesTheWriter() {
    RpcStream<Integer> stream = catalogue.count(1, 100_000);
    List<Integer> read = new ArrayList<>();
    stream.pause().handler(read::add);
    stream.fetch(10);
    Waiting.until("ten were read", () -> read.size() == 10);
    Waiting.untilStill("the writer", shop.emitted::get);
    int emitted = shop.emitted.get();
    assertTrue(emitted < 1000, emitted + " items were made for a reader that took ten");
    assertEquals(10, read.size());
    stream.cancel();
    Waiting.until("the writer was told", () -> shop.cancelled.get() == 1);
  }

  /** How many items of half a MiB may be on their way to a reader that takes none. */
  int mostLargeItems() {
    // 4 MiB, the one that uses them up, and what its producer holds ready.
    return 12;
  }

  @Test
  void aSlowReaderOfLargeItemsHoldsABoundOfBytes() {
    RpcStream<String> stream = (RpcStream<String>) catalogue.large(LARGE_ITEMS, HALF_MIB);
    List<Integer> read = new ArrayList<>();
    Promise<Void> end = Promise.promise();
    stream.pause().exceptionHandler(end::tryFail).endHandler(none -> end.tryComplete());
    stream.handler(text -> read.add(text.length()));
    stream.fetch(1);
    Waiting.until("one was read", () -> read.size() == 1);
    Waiting.untilStill("the writer", shop.emitted::get);
    int emitted = shop.emitted.get();
    assertTrue(emitted <= mostLargeItems(), emitted + " items for a reader that took one");
    stream.resume();
    result(end.future());
    assertEquals(LARGE_ITEMS, read.size());
  }

  @Test
  void aSlowServiceOfLargeItemsHoldsABoundOfBytes() {
    shop.waiting.set(1);
    AtomicInteger made = new AtomicInteger();
    ReadStream<String> texts = Catalogue.Shop.texts(LARGE_ITEMS, HALF_MIB, made);
    CallOptions patiently = CallOptions.none().withTimeout(Duration.ofMinutes(1));
    Promise<Long> sum = Promise.promise();
    Thread.ofVirtual()
        .start(() -> {
          try {
            sum.complete(patiently.call(() -> catalogue.lengths(texts)));
          } catch (RuntimeException failed) {
            sum.fail(failed);
          }
        });
    Waiting.until("some are made", () -> made.get() > 1);
    Waiting.untilStill("the caller's stream", made::get);
    int before = made.get();
    shop.waiting.set(0);
    assertTrue(before <= mostLargeItems(), before + " items for a service that took one");
    assertEquals((long) LARGE_ITEMS * HALF_MIB + 10 + 2 * (LARGE_ITEMS - 10), result(sum.future()));
  }

  @Test
  void aCancelledStreamStopsItsProducer() throws Exception {
    RpcStream<String> stream = (RpcStream<String>) catalogue.produced(1_000_000);
    assertEquals("item 0", stream.next().orElseThrow());
    stream.cancel();
    Waiting.until("the producer was interrupted", () -> shop.cancelled.get() == 1);
    Waiting.until(
        "it is counted",
        () -> caller().balance().failed().getOrDefault(FailureKind.CANCELLED, 0L) > 0);
  }

  @Test
  void aFailingStreamGivesItsItemsFirst() {
    List<Size> read = new ArrayList<>();
    Promise<Void> end = Promise.promise();
    catalogue
        .failingStream(3)
        .exceptionHandler(end::tryFail)
        .endHandler(none -> end.tryComplete())
        .handler(read::add);
    RpcException failure = failure(FailureKind.CALLEE_FAILED, end.future());
    assertEquals(
        "the stream of catalogue.failingStream failed: Refused: no more sizes",
        failure.getMessage());
    assertEquals(List.of(new Size(0, 1), new Size(1, 1), new Size(2, 1)), read);
  }

  @Test
  void aStreamGoesToTheService() {
    ReadStream<Integer> numbers = Streams.from(IntStream.rangeClosed(1, 3000).boxed().toList());
    assertEquals(4_501_500L, result(catalogue.sum(numbers)));
  }

  @Test
  void aServiceThatAnswersBeforeTheEndStopsTheCallersStream() {
    Promise<Void> stopped = Promise.promise();
    ReadStream<String> texts =
        Streams.produce(out -> {
          try {
            for (int i = 0; ; i++) {
              out.emit("text " + i);
            }
          } catch (InterruptedException nobodyWantsMore) {
            stopped.complete();
          }
        });
    assertEquals("text 0", catalogue.firstOf(texts));
    result(stopped.future());
  }

  @Test
  void streamsGoBothWaysAtOnce() {
    ReadStream<String> texts = Streams.from(List.of("a", "b", "c"));
    assertEquals(List.of("A!", "B!", "C!"), result(all(catalogue.shout("!", texts))));
  }

  @Test
  void theCallersBrokenStreamEndsTheCall() {
    ReadStream<Integer> broken =
        Streams.produce(out -> {
          out.emit(1);
          throw new IllegalStateException("source is dry");
        });
    RpcException failure = failure(FailureKind.BAD_ARGUMENTS, catalogue.sum(broken));
    assertEquals(
        "catalogue.sum: its stream failed: IllegalStateException: source is dry",
        failure.getMessage());
  }

  // ---- deadlines and cancellation

  @Test
  void aCancelledCallCancelsTheWork() {
    Cancellation cancellation = new Cancellation();
    Future<String> call =
        CallOptions.none().withCancellation(cancellation).call(catalogue::untilCancelled);
    Waiting.until("it is served", () -> shop.waiting.get() == 1);
    cancellation.cancel();
    RpcException failure = failure(FailureKind.CANCELLED, call);
    assertEquals("catalogue.untilCancelled was cancelled: it was given up", failure.getMessage());
    Waiting.until("the work was told", () -> shop.cancelled.get() == 1);
  }

  @Test
  void anInterruptedCallerInterruptsTheThreadOfTheService() throws Exception {
    Promise<String> outcome = Promise.promise();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                outcome.complete(catalogue.untilInterrupted());
              } catch (RuntimeException expected) {
                outcome.fail(expected);
              }
            });
    Waiting.until("it is served", () -> shop.waiting.get() == 1);
    thread.interrupt();
    failure(FailureKind.CANCELLED, outcome.future());
    Waiting.until("the work was interrupted", () -> shop.cancelled.get() == 1);
  }

  @Test
  void anExpiredCallEndsTheWork() {
    // One that expires before it is served has no work to end.
    for (long millis = 100; shop.waiting.get() == 0; millis *= 2) {
      CallOptions shortly = CallOptions.none().withTimeout(Duration.ofMillis(millis));
      failure(FailureKind.EXPIRED, shortly.call(catalogue::untilCancelled));
    }
    Waiting.until("the work was told", () -> shop.cancelled.get() == shop.waiting.get());
  }

  @Test
  void whatIsLeftOfTheDeadlineTravels() {
    long left =
        result(
            CallOptions.none()
                .withTimeout(Duration.ofSeconds(30))
                .call(catalogue::remainingMillis));
    assertTrue(left > 0 && left <= 30_000, left + " ms left of 30,000");
  }

  @Test
  void metadataTravels() {
    Map<String, String> seen =
        result(
            CallOptions.none()
                .withMetadata("tenant", "blue")
                .withMetadata("ä", "ö")
                .call(catalogue::metadata));
    assertEquals(Map.of("tenant", "blue", "ä", "ö"), seen);
  }

  @Test
  void theCalleesErrorCodeComesBack() {
    RpcException failure = failure(FailureKind.CALLEE_FAILED, catalogue.coded("E42"));
    assertEquals("E42", failure.code().orElseThrow());
    assertEquals("ServiceException", failure.error().orElseThrow().className());
    assertTrue(failure.error().orElseThrow().stack().isEmpty(), "not in debug mode");
  }

  @Test
  void callerAndServiceShareNothingThatCanChange() {
    List<Integer> numbers = new ArrayList<>(List.of(1, 2));
    result(catalogue.mutate(numbers));
    assertEquals(List.of(1, 2), numbers);
  }

  static <T> Future<List<T>> all(ReadStream<T> stream) {
    List<T> items = new ArrayList<>();
    Promise<List<T>> promise = Promise.promise();
    stream.exceptionHandler(promise::tryFail);
    stream.endHandler(end -> promise.tryComplete(items));
    stream.handler(items::add);
    assertInstanceOf(RpcStream.class, stream);
    return promise.future();
  }
}
