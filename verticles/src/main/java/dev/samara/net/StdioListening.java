package dev.samara.net;

import dev.samara.net.transport.StdioLink;
import io.vertx.core.Future;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the one connection of standard input and output. Any thread. */
final class StdioListening implements Listening {

  /** There is only one standard input, and it cannot be given back: a thread may be reading it. */
  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  private StdioListening() {}

  /** Starts; fails if standard input is taken. */
  static Future<Listening> open(Listener listener, Loops loops) {
    if (!TAKEN.compareAndSet(false, true)) {
      return Future.failedFuture("standard input is in use");
    }
    return loops.ask(
        loops.next(),
        loop -> {
          // Not System.out, which may have been replaced, and which swallows errors.
          var link =
              new StdioLink(
                  listener.name(),
                  loop.eventLoop(),
                  new FileInputStream(FileDescriptor.in),
                  new FileOutputStream(FileDescriptor.out));
          listener.admit(loop, link).ifPresent(link::start);
          return new StdioListening();
        });
  }

  @Override
  public void pause(boolean on) {
    // Nobody else comes.
  }

  @Override
  public Future<Void> unlisten() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
