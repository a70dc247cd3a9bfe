package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;

/**
 * Sends the items of a stream of the application, as many as the peer has asked for: that many are
 * fetched, and no more. The stream is touched on the context where it was handed over, if there is
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
    void item(Payload item);

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
  private final Function<Object, Payload> encoder;
  private Target target;
  private State state = State.WAITING;

  /** Asked for before the stream was connected. */
  private long owed;

  /**
   * Takes a stream over and pauses it. To be called where the application hands it over.
   *
   * @param source the application's stream
   * @param encoder makes an item fit for the carrier; throws if it does not fit
   */
  public OutStream(ReadStream<Object> source, Function<Object, Payload> encoder) {
    this.source = source;
    this.encoder = encoder;
    this.context = ContextInternal.current();
    source.pause();
  }

  /** Begins to send what it has been asked for. */
  void connect(Target newTarget) {
    long first;
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
      become(State.SENDING);
      target = newTarget;
      first = owed;
    }
    touch(() -> {
      source.exceptionHandler(this::failed);
      source.endHandler(end -> over(Target::ended));
      source.handler(this::item);
      if (first > 0) {
        source.fetch(first);
      }
    });
  }

  /** The peer takes more items. */
  void grant(int items) {
    synchronized (this) {
      if (state == State.WAITING) {
        owed += items;
        return;
      }
      if (state == State.OVER) {
        return;
      }
    }
    touch(() -> source.fetch(items));
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
    Payload payload;
    try {
      payload = encoder.apply(item);
    } catch (RuntimeException unfit) {
      failed(unfit);
      return;
    }
    target.item(payload);
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
