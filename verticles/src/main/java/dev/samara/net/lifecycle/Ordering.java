package dev.samara.net.lifecycle;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** Brings what any thread asks of a connection to its event loop, in the order of asking. */
final class Ordering {

  private final Engine engine;
  private final Loop loop;

  /** Any thread; made when the first one comes, since most connections never see one. */
  private volatile OtherThreads others;

  Ordering(Engine engine, Loop loop) {
    this.engine = engine;
    this.loop = loop;
  }

  /** Runs a task on the event loop, after what the calling thread has asked for so far. */
  void run(Runnable task) {
    if (loop.eventLoop().inEventLoop()) {
      task.run();
    } else {
      others().run(task);
    }
  }

  /** Runs a task on the event loop: what any thread has sent before is accepted first. */
  void runAfterOthers(Runnable task) {
    loop.run(() -> {
      takeOver();
      task.run();
    });
  }

  /** Sends a message; the promise may be null. */
  void give(Buffer message, Promise<Void> promise) {
    if (loop.eventLoop().inEventLoop()) {
      takeOver();
      engine.outbound().offer(message, promise);
      engine.outbound().scheduleFlush();
    } else {
      others().give(message, promise);
    }
  }

  /** Another thread has dealt with messages. */
  void handledElsewhere(int messages) {
    others().handled(messages);
  }

  /** What other threads have sent leaves before what the event loop sends later. */
  private void takeOver() {
    var given = others;
    if (given != null) {
      given.takeOver();
    }
  }

  private OtherThreads others() {
    if (others == null) {
      synchronized (this) {
        if (others == null) {
          others = new OtherThreads(engine, loop.eventLoop());
        }
      }
    }
    return others;
  }
}
