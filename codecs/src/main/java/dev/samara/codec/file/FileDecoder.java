package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Takes a file. Its own state belongs to the one who pushes; the incoming file writes on the
 * worker.
 *
 * <pre>
 *          name and size,        all bytes of      digest       size and digest right, moved
 *          within limits         the content       is there
 *   HEAD ─────────────▶ CONTENT ─────────▶ DIGEST ─────────▶ STORING ─────────▶ SPENT
 *     │                    │                 │                  │
 *     └────────────────────┴─────────────────┴──────────────────┴── a failure, close ──▶ SPENT
 *                     suspends if too much                   suspends
 *                     is not written
 * </pre>
 */
final class FileDecoder implements Decoder<FileMessage> {

  private enum State {
    HEAD,
    CONTENT,
    DIGEST,
    STORING,
    SPENT
  }

  private final FileOptions options;
  private final Executor worker;
  private final Disk disk;
  private State state = State.HEAD;

  /** The bytes of head or digest that are there (HEAD, DIGEST). */
  private Buffer start = Buffer.buffer();

  private FileHead head;
  private IncomingFile file;

  /** How much of the content is to come (CONTENT); the limit has made it a signed number. */
  private long left;

  private Future<Path> stored;

  FileDecoder(FileOptions options, Executor worker, Disk disk) {
    this.options = options;
    this.worker = worker;
    this.disk = disk;
  }

  @Override
  public DecodeStep<FileMessage> push(Buffer bytes) {
    try {
      return next(bytes);
    } catch (CodecException failure) {
      close();
      throw failure;
    }
  }

  @Override
  public void close() {
    if (file != null && state != State.SPENT) {
      file.abort();
    }
    move(State.SPENT);
  }

  private DecodeStep<FileMessage> next(Buffer bytes) {
    var rest = bytes;
    if (state == State.HEAD) {
      rest = readHead(rest);
    }
    if (state == State.CONTENT) {
      var room = file.room();
      if (room.isPresent()) {
        return new DecodeStep.Suspended<>(room.get(), rest);
      }
      rest = readContent(rest);
    }
    if (state == State.DIGEST) {
      rest = readDigest(rest);
    }
    return switch (state) {
      case HEAD, DIGEST -> new DecodeStep.NeedMore<>();
      case CONTENT ->
          file.room()
              .<DecodeStep<FileMessage>>map(
                  room -> new DecodeStep.Suspended<>(room, Buffer.buffer()))
              .orElseGet(DecodeStep.NeedMore::new);
      case STORING -> result(rest);
      case SPENT -> throw new IllegalStateException("a decoder that is spent");
    };
  }

  private DecodeStep<FileMessage> result(Buffer rest) {
    if (!stored.isComplete()) {
      return new DecodeStep.Suspended<>(stored.mapEmpty(), rest);
    }
    if (stored.failed()) {
      throw CodecException.of(stored.cause());
    }
    move(State.SPENT);
    return new DecodeStep.Message<>(new FileMessage(stored.result(), head.name()), rest);
  }

  private Buffer readHead(Buffer bytes) {
    var rest = bytes;
    for (var missing = FileHead.missing(start);
        missing > 0 && rest.length() > 0;
        missing = FileHead.missing(start)) {
      rest = gather(rest, missing);
    }
    FileHead.decode(start).ifPresent(this::begin);
    return rest;
  }

  private void begin(FileHead found) {
    if (Long.compareUnsigned(found.sizeBytes(), options.maxFileBytes()) > 0) {
      throw CodecException.invalid(
          "file %s: %s bytes (expected: <= %d)"
              .formatted(
                  found.name(), Long.toUnsignedString(found.sizeBytes()), options.maxFileBytes()));
    }
    head = found;
    left = found.sizeBytes();
    file = new IncomingFile(options, found.name(), new SerialTasks(worker), disk);
    start = Buffer.buffer();
    move(left == 0 ? State.DIGEST : State.CONTENT);
  }

  private Buffer readContent(Buffer bytes) {
    var count = (int) Math.min(left, bytes.length());
    if (count > 0) {
      file.write(bytes.slice(0, count));
      left -= count;
    }
    if (left == 0) {
      move(State.DIGEST);
    }
    return bytes.slice(count, bytes.length());
  }

  private Buffer readDigest(Buffer bytes) {
    var rest = gather(bytes, FileHead.DIGEST_BYTES - start.length());
    if (start.length() == FileHead.DIGEST_BYTES) {
      stored = file.store(start.getBytes());
      move(State.STORING);
    }
    return rest;
  }

  /** Adds up to so many bytes to what is there, and returns the rest. */
  private Buffer gather(Buffer bytes, int most) {
    var count = Math.min(most, bytes.length());
    start.appendBuffer(bytes, 0, count);
    return bytes.slice(count, bytes.length());
  }

  private void move(State next) {
    state = next;
  }
}
