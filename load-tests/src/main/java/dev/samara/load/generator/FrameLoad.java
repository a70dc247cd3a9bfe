package dev.samara.load.generator;

import dev.samara.load.transport.Transport;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Drives framed echo servers from event loops of its own, one plan after the other. Used by one
 * thread, which waits while a plan runs.
 */
public final class FrameLoad implements AutoCloseable {
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops;

  /**
   * Makes a generator.
   *
   * @param loopCount event loops that carry the connections, from 1
   */
  public FrameLoad(int loopCount) {
    loops = transport.loops(loopCount);
  }

  /** Ends the event loops; takes at most 2 seconds. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /**
   * Runs a plan: connects, sends through warm-up and window, waits for the last answers, closes.
   * Takes at most a few answer timeouts longer than warm-up and window.
   *
   * @param plan what to do
   * @param watcher told of the window on this thread
   * @return what was measured; its balance adds up, with no message failed
   * @throws IOException if the watcher throws it; all connections are closed then
   * @throws LoadException on the first fault; all connections are closed then
   * @throws InterruptedException if this thread was interrupted; all connections are closed then
   */
  public LoadResult run(LoadPlan plan, WindowWatcher watcher)
      throws IOException, LoadException, InterruptedException {
    LoadRun run = new LoadRun(plan, loops, transport);
    try {
      return run.measure(watcher);
    } finally {
      run.close();
    }
  }

  /**
   * Opens connections, a hundred at a time on each event loop, and leaves them open.
   *
   * @param server where the echo listens, over anything but WebSocket
   * @param wire what it speaks
   * @param count connections, from 1
   * @param patience how long it may take, at least 1 ms
   * @return the connections, each of which has got its first answer; the caller closes them
   * @throws LoadException if one is refused, closed or wrongly answered, or if it takes too long;
   *     all connections are closed then
   * @throws InterruptedException if this thread was interrupted
   */
  public Crowd gather(Target server, WireFormat wire, int count, Duration patience)
      throws LoadException, InterruptedException {
    return Crowd.gather(loops, transport, server, wire, count, patience);
  }
}
