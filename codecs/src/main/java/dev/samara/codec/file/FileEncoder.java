package dev.samara.codec.file;

import dev.samara.codec.file.OutgoingFile.Piece;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Gives a file, reading one piece ahead. Its own state belongs to the one who pulls, the file to
 * the worker.
 */
final class FileEncoder implements Encoder {

  private final OutgoingFile file;
  private final SerialTasks tasks;

  /** The piece that is being read; null before the first pull and after the last piece. */
  private Future<Piece> next;

  private boolean done;
  private boolean closed;

  FileEncoder(OutgoingFile file, SerialTasks tasks) {
    this.file = file;
    this.tasks = tasks;
  }

  @Override
  public EncodeStep pull() {
    if (done) {
      return new EncodeStep.Done();
    }
    if (next == null) {
      next = read();
    }
    if (!next.isComplete()) {
      return new EncodeStep.Suspended(next.mapEmpty());
    }
    if (next.failed()) {
      throw CodecException.of(next.cause());
    }
    var piece = next.result();
    done = piece.last();
    next = done ? null : read();
    return new EncodeStep.Bytes(piece.bytes());
  }

  @Override
  public void close() {
    if (next == null || closed) {
      return;
    }
    closed = true;
    try {
      tasks.run(file::close);
    } catch (CodecException stopped) {
      // Nothing else runs either.
      file.close();
    }
  }

  private Future<Piece> read() {
    var read = Promise.<Piece>promise();
    tasks.run(() -> {
      try {
        read.complete(file.next());
      } catch (CodecException failure) {
        read.fail(failure);
      }
    });
    return read.future();
  }
}
