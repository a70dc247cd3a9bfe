package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Window;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;

/**
 * Sends the items of a stream of the application, as many as the peer has asked for: that many are
 * fetched, and no more. When they have used up the peer's credit in bytes before, the stream is
 * paused until there is more. It is touched on the context where it was handed over, if there is
 * one.
 *
 * <pre>
 *   WAITING ──connect()──▶ SENDING ──end, failure, stop()──▶ OVER
 *      └───────────────stop()───────────────────────────────▲
 * </pre>
 */
public final class OutStream {
  /** Takes what the stream gives. Any thread. */
  interface Target {
    /** Gives how many bytes the item has. */
    int item(Object item, ItemEncoder encoder);

    void ended();

    /** The stream, or the making of an item, has failed: no more comes. */
    void failed(Throwable cause);
  }

  private enum State {
    WAITING,
    SENDING,
    OVER
  }

  private final ReadStream<Object> source;
  private final ContextInternal context;
  private final ItemEncoder encoder;
  private Target target;
  private State state = State.WAITING;

  /** What the peer has asked for and not got. */
  private long itemCredit;

  private long byteCredit;

  /** Fetched of the source and not come; none while it is paused. */
  private long asked;

  /**
   * Takes a stream over and pauses it. To be called where the application hands it over.
   *
   * @param source the application's stream
   * @param encoder makes an item fit for the carrier; throws if it does not fit
   */
  public OutStream(ReadStream<Object> source, ItemEncoder encoder) {
    this(source, encoder, ContextInternal.current());
    source.pause();
  }

  /**
   * Takes a stream over that was paused where the application has handed it over.
   *
   * @param source the application's stream
   * @param encoder makes an item fit for the carrier; throws if it does not fit
   * @param context where it was handed over; null if that was outside of Vert.x
   */
  public OutStream(ReadStream<Object> source, ItemEncoder encoder, ContextInternal context) {
    this.source = source;
    this.encoder = encoder;
    this.context = context;
  }

  /** Begins to send what it has been asked for. */
  void connect(Target newTarget) {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
      become(State.SENDING);
      target = newTarget;
    }
    touch(() -> {
      source.exceptionHandler(this::failed);
      source.endHandler(end -> over(Target::ended));
      source.handler(this::item);
      fetch();
    });
  }

  /** The peer takes more items. */
  void grant(Window more) {
    synchronized (this) {
      itemCredit += more.items();
      byteCredit += more.bytes();
      if (state != State.SENDING) {
        return;
      }
    }
    touch(this::fetch);
  }

  private void fetch() {
    long more;
    synchronized (this) {
      more = state == State.SENDING && byteCredit > 0 ? itemCredit - asked : 0;
      asked += more;
    }
    if (more > 0) {
      source.fetch(more);
    }
  }

  /** An item goes; whether the source has to stop. */
  private synchronized boolean spend(int bytes) {
    itemCredit--;
    byteCredit -= bytes;
    asked--;
    boolean stops = bytes > 0 && byteCredit <= 0;
    if (stops) {
      asked = 0;
    }
    return stops;
  }

  /** Nobody wants more: the application's stream is told, if it can be told. */
  public void stop() {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      become(State.OVER);
    }
    touch(() -> {
      source.handler(null);
      if (source instanceof RpcStream<?> stream) {
        stream.cancel();
      }
    });
  }

  private void item(Object item) {
    synchronized (this) {
      if (state != State.SENDING) {
        return;
      }
    }
    int bytes;
    try {
      bytes = target.item(item, encoder);
    } catch (RuntimeException unfit) {
      failed(unfit);
      return;
    }
    if (spend(bytes)) {
      source.pause();
    }
  }

  private void failed(Throwable cause) {
    over(its -> its.failed(cause));
  }

  private void over(java.util.function.Consumer<Target> last) {
    synchronized (this) {
      if (state != State.SENDING) {
        return;
      }
      become(State.OVER);
    }
    last.accept(target);
  }

  /** The one transition. */
  private void become(State next) {
    state = next;
  }

  private void touch(Runnable action) {
    Runnable guarded =
        () -> {
          try {
            action.run();
          } catch (RuntimeException broken) {
            failed(new IllegalStateException(Texts.describe(broken)));
          }
        };
    if (context == null || context.inThread() && ContextInternal.current() == context) {
      guarded.run();
    } else {
      context.runOnContext(now -> guarded.run());
    }
  }
}
