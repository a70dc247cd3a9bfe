package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The items of a call as the application takes them. Filled on the dialogue's event loop, taken by
 * any thread; handlers are called on the context where it was made. At most one window of items and
 * bytes is held: credit for more is given when half of either has been taken.
 *
 * <pre>
 *   OPEN ──end(), fail()──▶ CLOSING (what is held is still delivered) ──last one taken──▶ OVER
 *     └─────────────────────────cancel()────────────────────────────────────────────────────▲
 * </pre>
 *
 * @param <T> the items
 */
public final class InStream<T> implements RpcStream<T> {
  private enum State {
    OPEN,
    CLOSING,
    OVER
  }

  /** An item that nobody has taken yet. */
  private record Held<T>(T item, int bytes) {}

  private final Window window;
  private final ContextInternal context;
  private final Function<Payload, Object> decoder;
  private final Runnable onCancel;
  private CallLoop loop;
  private Consumer<Window> credit;

  // Guarded by this.
  private final ArrayDeque<Held<T>> held = new ArrayDeque<>();
  private State state = State.OPEN;
  private Throwable failure;
  private long demand = Long.MAX_VALUE;
  private int takenItems;
  private long takenBytes;
  private int allowedItems;
  private long allowedBytes;
  private boolean delivering;

  /** Threads that wait in {@link #next}. */
  private int waiting;

  private Handler<T> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;

  /**
   * An empty stream.
   *
   * @param window how much may be held
   * @param context where handlers are called
   * @param decoder makes an item of what arrived; throws if it does not fit
   * @param onCancel told, on any thread, that the application wants no more
   */
  public InStream(
      Window window,
      ContextInternal context,
      Function<Payload, Object> decoder,
      Runnable onCancel) {
    this.window = window;
    this.allowedItems = window.items();
    this.allowedBytes = window.bytes();
    this.context = context;
    this.decoder = decoder;
    this.onCancel = onCancel;
  }

  /** Where credit goes, before the first item arrives. */
  void connect(CallLoop itsLoop, Consumer<Window> sendCredit) {
    loop = itsLoop;
    credit = sendCredit;
  }

  Window window() {
    return window;
  }

  /** An item arrived; false if it was not asked for or does not fit. */
  @SuppressWarnings("unchecked")
  boolean push(Payload payload) {
    T item;
    try {
      item = (T) decoder.apply(payload);
    } catch (RuntimeException unfit) {
      return false;
    }
    boolean starts;
    synchronized (this) {
      if (state != State.OPEN) {
        return true;
      }
      // A source that is paused may still give what it has begun with.
      if (allowedItems == 0 || allowedBytes < -window.bytes()) {
        return false;
      }
      allowedItems--;
      allowedBytes -= payload.length();
      held.add(new Held<>(item, payload.length()));
      if (waiting > 0) {
        notifyAll();
      }
      starts = startDelivery();
    }
    if (starts) {
      context.runOnContext(now -> deliver());
    }
    return true;
  }

  /** No more items come. Any thread. */
  public void end() {
    close(null);
  }

  /**
   * No more items come, for a reason that follows those held.
   *
   * @param cause the reason
   */
  public void fail(Throwable cause) {
    close(cause);
  }

  private void close(Throwable cause) {
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      become(State.CLOSING);
      failure = cause;
      notifyAll();
    }
    deliverSoon();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      become(State.OVER);
      held.clear();
      notifyAll();
    }
    onCancel.run();
  }

  @Override
  public Optional<T> next() throws InterruptedException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("next() would block an event loop: use handlers");
    }
    T item;
    Window more;
    try {
      synchronized (this) {
        while (held.isEmpty() && state == State.OPEN) {
          waiting++;
          try {
            wait();
          } finally {
            waiting--;
          }
        }
        if (held.isEmpty()) {
          return atEnd();
        }
        item = take();
        more = due();
      }
    } catch (InterruptedException interrupted) {
      cancel();
      throw interrupted;
    }
    grant(more);
    return Optional.of(item);
  }

  private Optional<T> atEnd() {
    become(State.OVER);
    return switch (failure) {
      case null -> Optional.empty();
      case RuntimeException unchecked -> throw unchecked;
      default -> throw new RpcException(FailureKind.CALLEE_FAILED, "", "", failure.getMessage());
    };
  }

  @Override
  public InStream<T> handler(Handler<T> newHandler) {
    synchronized (this) {
      handler = newHandler;
    }
    deliverSoon();
    return this;
  }

  @Override
  public InStream<T> pause() {
    synchronized (this) {
      demand = 0;
    }
    return this;
  }

  @Override
  public InStream<T> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public InStream<T> fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: 0 or more)");
    }
    synchronized (this) {
      demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    }
    deliverSoon();
    return this;
  }

  @Override
  public synchronized InStream<T> endHandler(Handler<Void> newHandler) {
    endHandler = newHandler;
    return this;
  }

  @Override
  public synchronized InStream<T> exceptionHandler(Handler<Throwable> newHandler) {
    exceptionHandler = newHandler;
    return this;
  }

  private void deliverSoon() {
    boolean starts;
    synchronized (this) {
      starts = startDelivery();
    }
    if (starts) {
      context.runOnContext(now -> deliver());
    }
  }

  /** Whether a delivery has to be begun, which counts as begun then. Holding the lock. */
  private boolean startDelivery() {
    if (delivering || handler == null && endHandler == null && exceptionHandler == null) {
      return false;
    }
    delivering = true;
    return true;
  }

  /** On the application's context, once at a time. */
  private void deliver() {
    Window more = Window.NONE;
    try {
      while (true) {
        T item;
        Handler<T> to;
        synchronized (this) {
          if (held.isEmpty() || demand == 0 || handler == null) {
            break;
          }
          item = take();
          demand -= demand == Long.MAX_VALUE ? 0 : 1;
          more = more.plus(due());
          to = handler;
        }
        to.handle(item);
      }
    } finally {
      grant(more);
      deliverEnd();
    }
  }

  private void deliverEnd() {
    Handler<Void> atEnd = null;
    Handler<Throwable> atFailure = null;
    Throwable cause;
    boolean again;
    synchronized (this) {
      delivering = false;
      cause = failure;
      if (state == State.CLOSING && held.isEmpty()) {
        become(State.OVER);
        atEnd = cause == null ? endHandler : null;
        atFailure = cause == null ? null : exceptionHandler;
      }
      again = !held.isEmpty() && demand > 0 && handler != null;
    }
    if (again) {
      deliverSoon();
    }
    if (atEnd != null) {
      atEnd.handle(null);
    }
    if (atFailure != null) {
      atFailure.handle(cause);
    }
  }

  private T take() {
    Held<T> next = held.poll();
    takenItems++;
    takenBytes += next.bytes();
    return next.item();
  }

  /** Gives how much credit is due now. */
  private Window due() {
    boolean half = takenItems >= (window.items() + 1) / 2 || takenBytes >= window.bytes() / 2;
    if (state != State.OPEN || !half) {
      return Window.NONE;
    }
    Window due = new Window(takenItems, takenBytes);
    takenItems = 0;
    takenBytes = 0;
    allowedItems += due.items();
    allowedBytes += due.bytes();
    return due;
  }

  private void grant(Window more) {
    if (more.items() > 0) {
      loop.execute(() -> credit.accept(more));
    }
  }

  /** The one transition. */
  private void become(State next) {
    state = next;
  }
}
