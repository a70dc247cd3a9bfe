package dev.samara.net.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Accepts, except while there is no use in it. When accept(2) fails for want of something of the
 * process or the system (EMFILE, ENFILE, ENOBUFS, ENOMEM), connections stay in the kernel's queue
 * for a while. First handler of a listening socket; owned by its event loop.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {

  /**
   * <pre>
   *   OPEN ──error──→ SUSPENDED ──time──→ PROBING ──a second without error──→ OPEN
   *                       ↑                  │
   *                       └─error: twice as long
   * </pre>
   *
   * Where files come free one by one, a socket now and then is no recovery.
   */
  private enum Stage {
    OPEN,
    SUSPENDED,
    PROBING
  }

  /** Is told when accepting stops and goes on, and of each error. On the event loop. */
  interface Watcher {

    /** accept(2) has failed. */
    void failed();

    /** Nobody is accepted for a while. */
    void suspended(String cause);

    /** Sockets are accepted again. */
    void resumed();
  }

  /** The first pause; each further one is twice as long. */
  static final long FIRST_PAUSE_MILLIS = 10;

  /** The longest pause, and how long accepting must go well to count as recovered. */
  static final long LONGEST_PAUSE_MILLIS = 1_000;

  /**
   * Errors of one connection that is gone before it was accepted, by their numbers on Linux: EPERM
   * (a firewall), EPROTO, ECONNABORTED (accept(2)). The next one may be fine.
   */
  private static final Set<Integer> OF_ONE_CONNECTION = Set.of(-1, -71, -103);

  private final Watcher watcher;
  private Stage stage = Stage.OPEN;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean paused;
  private Future<?> timer;
  private ChannelHandlerContext context;

  AcceptGate(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Stops accepting until told otherwise, whatever happens here. */
  void pause(boolean on) {
    paused = on;
    update();
  }

  private void update() {
    context.channel().config().setAutoRead(stage != Stage.SUSPENDED && !paused);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    watcher.failed();
    if (!ofOneConnection(cause) && stage != Stage.SUSPENDED) {
      suspend(cause);
    }
  }

  /** The JDK tries again itself after ECONNABORTED and tells no numbers of the others. */
  private static boolean ofOneConnection(Throwable cause) {
    return cause instanceof NativeIoException error
        && OF_ONE_CONNECTION.contains(error.expectedErr());
  }

  private void suspend(Throwable cause) {
    if (stage == Stage.OPEN) {
      watcher.suspended(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
    become(Stage.SUSPENDED, this::probe, pauseMillis);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
  }

  private void probe() {
    become(Stage.PROBING, this::recovered, LONGEST_PAUSE_MILLIS);
  }

  private void recovered() {
    become(Stage.OPEN, () -> {}, 0);
    pauseMillis = FIRST_PAUSE_MILLIS;
    watcher.resumed();
  }

  /** The one place where the stage changes. */
  private void become(Stage next, Runnable then, long afterMillis) {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    stage = next;
    if (afterMillis > 0) {
      timer = context.executor().schedule(then, afterMillis, TimeUnit.MILLISECONDS);
    }
    update();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
    ctx.fireChannelInactive();
  }
}
