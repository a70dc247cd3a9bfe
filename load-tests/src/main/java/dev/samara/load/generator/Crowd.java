package dev.samara.load.generator;

import dev.samara.load.transport.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections that have sent one message each, got it back, and keep still from then on: the answer
 * proves that the server, and not only its system, has accepted the connection. Used by one thread.
 */
public final class Crowd implements AutoCloseable {
  /** The greeting of each: its number and a few bytes more. */
  private static final int GREETING_BYTES = 16;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final int count;
  private final long gatherNanos;
  private final ChannelGroup present;

  private Crowd(int count, long gatherNanos, ChannelGroup present) {
    this.count = count;
    this.gatherNanos = gatherNanos;
    this.present = present;
  }

  static Crowd gather(
      EventLoopGroup loops,
      Transport transport,
      Target server,
      WireFormat wire,
      int count,
      Duration patience)
      throws LoadException, InterruptedException {
    // Once closed, it closes what is added too late.
    ChannelGroup present = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    List<CrowdShare> shares = new ArrayList<>();
    Payload payload = wire.payload(GREETING_BYTES);
    Dialler dialler = new Dialler(transport, server, patience);
    int loopCount = 0;
    for (var _ : loops) {
      loopCount++;
    }
    for (int i = 0; i < loopCount; i++) {
      int begin = (int) ((long) count * i / loopCount);
      int end = (int) ((long) count * (i + 1) / loopCount);
      shares.add(new CrowdShare(loops.next(), payload, dialler, begin, end - begin, present));
    }
    long beganNanos = System.nanoTime();
    shares.forEach(CrowdShare::begin);
    return new Crowd(count, await(shares, present, patience) - beganNanos, present);
  }

  /** Gives the time of the last answer. */
  private static long await(List<CrowdShare> shares, ChannelGroup present, Duration patience)
      throws LoadException, InterruptedException {
    long lastNanos = Long.MIN_VALUE;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (CrowdShare share : shares) {
        CompletableFuture<Long> settled = share.settled();
        lastNanos = Math.max(lastNanos, settled.get(left(deadline), TimeUnit.NANOSECONDS));
      }
      return lastNanos;
    } catch (ExecutionException failed) {
      throw failure(failed.getCause().getMessage(), shares, present);
    } catch (TimeoutException late) {
      throw failure("not all within " + patience.toSeconds() + " s", shares, present);
    }
  }

  private static long left(long deadlineNanos) {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  private static LoadException failure(
      String reason, List<CrowdShare> shares, ChannelGroup present) {
    int opened = present.size();
    shares.forEach(share -> share.failed(reason));
    present.close();
    return new LoadException(
        "with %d connections open: %s".formatted(opened, reason), Balance.ZERO);
  }

  /**
   * How long it took until the last one was answered.
   *
   * @return nanoseconds since the first one was opened
   */
  public long gatherNanos() {
    return gatherNanos;
  }

  /**
   * How many there were to be.
   *
   * @return connections, each of which was answered
   */
  public int count() {
    return count;
  }

  /**
   * How many there still are.
   *
   * @return connections that nobody has closed so far
   */
  public int present() {
    return present.size();
  }

  /** Closes all connections, and waits for that. */
  @Override
  public void close() {
    present.close().awaitUninterruptibly(CLOSE_PATIENCE.toMillis());
  }
}
