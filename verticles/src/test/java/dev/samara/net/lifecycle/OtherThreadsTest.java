package dev.samara.net.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that send faster than the event loop takes. */
class OtherThreadsTest {

  private static final int MANY = 5_000;

  private final OneLoop one = new OneLoop();
  private final StallingLink link = new StallingLink(1);

  @AfterEach
  void end() {
    one.close();
  }

  /** Whenever one message has been taken there is another: the queue is never empty. */
  private static final class NeverEmpty implements Session {
    final Semaphore wanted = new Semaphore(2);
    final Semaphore given = new Semaphore(-2);
    final AtomicInteger taken = new AtomicInteger();
    final CompletableFuture<Integer> takenBeforeOthers = new CompletableFuture<>();
    final Loop loop;

    NeverEmpty(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void messages(List<Buffer> messages) {}

    @Override
    public void rejected(Event.MessageRejected event) {
      if (taken.incrementAndGet() == 1) {
        loop.eventLoop().execute(() -> takenBeforeOthers.complete(taken.get()));
      }
      if (taken.get() < MANY - 1) {
        wanted.release();
        given.acquireUninterruptibly();
      }
    }
  }

  @Test
  void aBusyThreadDoesNotKeepTheEventLoopFromOthers() throws Exception {
    var session = new NeverEmpty(one.loop);
    var connection = new CompletableFuture<LiveConnection>();
    one.run(() ->
        connection.complete(one.adopt(link, ConnectionOptions.of(new LineFraming(1)), session)));
    var producer =
        Thread.ofPlatform()
            .start(() -> {
              for (var i = 0; i < MANY; i++) {
                session.wanted.acquireUninterruptibly();
                connection.join().post(Buffer.buffer("too long"));
                session.given.release();
              }
            });
    assertTrue(session.takenBeforeOthers.get(20, TimeUnit.SECONDS) < MANY / 2);
    producer.join();
    one.run(() -> assertTrue(one.out().addsUp()));
  }

  @Test
  void whatWaitsForTheEventLoopIsBoundedInBytesAndCounted() throws Exception {
    var connection = new CompletableFuture<LiveConnection>();
    one.run(() ->
        connection.complete(
            one.adopt(link, ConnectionOptions.of(new LineFraming(10)), new HoldingSession())));
    var busy = new CountDownLatch(1);
    one.loop.eventLoop().execute(() -> awaitQuietly(busy));
    var megabyte = new byte[1024 * 1024];
    var sent = new ArrayList<Future<Void>>();
    for (var i = 0; i < 70; i++) {
      sent.add(connection.join().send(Buffer.buffer(megabyte)));
    }
    busy.countDown();
    for (var each : sent) {
      each.toCompletionStage()
          .exceptionally(_ -> null)
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }
    var outran =
        sent.stream().filter(each -> each.cause().getMessage().contains("outruns")).count();
    assertEquals(6, outran);
    one.run(() -> {
      var out = one.out();
      assertTrue(out.addsUp(), out.toString());
      assertEquals(70, out.rejected(), "too long for the framing, or too many");
    });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
