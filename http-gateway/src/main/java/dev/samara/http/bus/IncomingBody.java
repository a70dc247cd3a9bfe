package dev.samara.http.bus;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyException;
import dev.samara.http.body.BodyStream;
import dev.samara.http.mount.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A body that comes over the bus. Holds no more pieces than the sender's window; each is answered,
 * and with that the sender given room, when it is taken. Any thread: guarded by this.
 */
final class IncomingBody implements BodyStream {
  private record Piece(BodyEvent event, Message<Object> message) {}

  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private Optional<Promise<BodyEvent>> waiting = Optional.empty();
  private Optional<BodyException> failure = Optional.empty();
  private Future<Reply> reply = Future.failedFuture("no answer yet");
  private boolean ended;

  synchronized void answeredWith(Future<Reply> made) {
    reply = made;
  }

  @Override
  public Future<BodyEvent> next() {
    Piece piece;
    synchronized (this) {
      piece = pieces.poll();
      if (piece == null) {
        if (failure.isPresent()) {
          return Future.failedFuture(failure.get());
        }
        if (ended || waiting.isPresent()) {
          return Future.failedFuture(
              new IllegalStateException(
                  ended ? "the body has ended" : "another piece is waited for"));
        }
        Promise<BodyEvent> promise = Promise.promise();
        waiting = Optional.of(promise);
        return promise.future();
      }
    }
    piece.message.reply(null);
    return Future.succeededFuture(piece.event);
  }

  void received(BodyEvent event, Message<Object> message) {
    Optional<Promise<BodyEvent>> whom;
    synchronized (this) {
      ended = event instanceof BodyEvent.LastChunk;
      whom = waiting;
      waiting = Optional.empty();
      if (whom.isEmpty()) {
        pieces.add(new Piece(event, message));
      }
    }
    whom.ifPresent(promise -> {
      message.reply(null);
      promise.complete(event);
    });
  }

  /** The gateway asks for the answer; it gets it when there is one. */
  void answer(Message<Object> message, Runnable end) {
    Future<Reply> made;
    synchronized (this) {
      made = reply;
    }
    made.onComplete(
        ok -> {
          end.run();
          var fields = new JsonObject();
          ok.fields().forEach(fields::put);
          message.reply(
              new JsonObject()
                  .put("status", ok.status())
                  .put("fields", fields)
                  .put("body", ok.body().getBytes()));
          drop();
        },
        failed -> {
          end.run();
          message.fail(500, String.valueOf(failed.getMessage()));
          drop();
        });
  }

  void broken(BodyException cause) {
    Optional<Promise<BodyEvent>> whom;
    synchronized (this) {
      failure = Optional.of(cause);
      whom = waiting;
      waiting = Optional.empty();
    }
    whom.ifPresent(promise -> promise.fail(cause));
    drop();
  }

  /** What was not asked for is answered all the same: the sender waits for it. */
  private void drop() {
    Piece piece;
    do {
      synchronized (this) {
        piece = pieces.poll();
      }
      if (piece != null) {
        piece.message.reply(null);
      }
    } while (piece != null);
  }
}
