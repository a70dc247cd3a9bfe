package dev.samara.http.sse;

import dev.samara.http.sse.SseException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a client sends to its stream, one message after the other: the next is only asked for while
 * the connection reads, so what the connection does not want stays in the client's socket. Owned by
 * the stream's event loop.
 */
final class Posts {

  /** A message that has not been read yet. */
  private record Post(Supplier<Future<Buffer>> body, Promise<Void> taken) {}

  private final int maxWaiting;
  private final Consumer<Runnable> loop;
  private final Consumer<ByteBuf> receiver;
  private final ArrayDeque<Post> waiting = new ArrayDeque<>(0);
  private boolean reads = true;
  private boolean asked;
  private boolean ended;

  /** The body of the first; null while it has not come. */
  private Buffer arrived;

  /**
   * For one stream.
   *
   * @param maxWaiting the most that wait
   * @param loop runs something on the stream's event loop
   * @param receiver gets each message, which stays the caller's; not called while {@link #read} is
   *     off
   */
  Posts(int maxWaiting, Consumer<Runnable> loop, Consumer<ByteBuf> receiver) {
    this.maxWaiting = maxWaiting;
    this.loop = loop;
    this.receiver = receiver;
  }

  /** Takes a message, to be read later; the promise says when the connection has it. */
  void add(Supplier<Future<Buffer>> body, Promise<Void> taken) {
    if (ended) {
      taken.fail(gone());
    } else if (waiting.size() >= maxWaiting) {
      taken.fail(
          new SseException(
              Reason.BUSY, maxWaiting + " messages are waiting for this stream already"));
    } else {
      waiting.add(new Post(body, taken));
      proceed();
    }
  }

  void read(boolean on) {
    reads = on;
    proceed();
  }

  /** Nothing more is taken. */
  void end() {
    ended = true;
    while (!waiting.isEmpty()) {
      waiting.poll().taken().fail(gone());
    }
  }

  private void proceed() {
    while (reads && !ended && arrived != null) {
      var bytes = ((BufferInternal) arrived).getByteBuf();
      arrived = null;
      asked = false;
      var post = waiting.poll();
      receiver.accept(bytes.isReadable() ? bytes : Unpooled.EMPTY_BUFFER);
      post.taken().complete();
    }
    if (reads && !ended && !asked && !waiting.isEmpty()) {
      asked = true;
      var post = waiting.peek();
      post.body()
          .get()
          .onComplete(
              body -> loop.accept(() -> came(post, body)),
              cause -> loop.accept(() -> failed(post, cause)));
    }
  }

  private void came(Post post, Buffer body) {
    if (post == waiting.peek()) {
      arrived = body;
      proceed();
    }
  }

  private void failed(Post post, Throwable cause) {
    if (post == waiting.peek()) {
      asked = false;
      waiting.poll().taken().fail(cause);
      proceed();
    }
  }

  private static SseException gone() {
    return new SseException(Reason.NO_SUCH_STREAM, "the stream has ended");
  }
}
