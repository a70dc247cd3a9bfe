package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A file that is read: head, content, digest. One task of the worker at a time calls it.
 *
 * <pre>
 *   start ── head ──▶ CONTENT ── all announced bytes, digest ──▶ CLOSED
 *                     │     ▲                                      ▲
 *                     └─────┴── a piece; close, a failure ─────────┘
 * </pre>
 */
final class OutgoingFile {

  /**
   * Some bytes.
   *
   * @param last whether nothing follows
   */
  record Piece(Buffer bytes, boolean last) {}

  private static final int PIECE_BYTES = 64 * 1024;

  private final FileMessage file;
  private final long maxFileBytes;
  private final MessageDigest digest = Sha256.digest();

  /** Null before the head. */
  private FileChannel channel;

  private long left;
  private boolean closed;

  OutgoingFile(FileMessage file, long maxFileBytes) {
    this.file = file;
    this.maxFileBytes = maxFileBytes;
  }

  /** The next bytes; throws CodecException, and is closed then. */
  Piece next() {
    try {
      if (closed) {
        throw CodecException.invalid("file %s: closed".formatted(file.name()));
      }
      return channel == null ? head() : left > 0 ? content() : trailer();
    } catch (IOException failure) {
      close();
      throw Failures.of(file.name(), "cannot be read", failure);
    } catch (RuntimeException failure) {
      close();
      throw CodecException.of(failure);
    }
  }

  void close() {
    closed = true;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException nothingIsLost) {
        // It has only been read.
      }
    }
  }

  private Piece head() throws IOException {
    if (!Files.isRegularFile(file.path())) {
      throw CodecException.invalid("file %s: is not a file".formatted(file.name()));
    }
    channel = FileChannel.open(file.path(), StandardOpenOption.READ);
    left = channel.size();
    if (left > maxFileBytes) {
      throw CodecException.invalid(
          "file %s: %d bytes (expected: <= %d)".formatted(file.name(), left, maxFileBytes));
    }
    return new Piece(new FileHead(file.name(), left).encode(), false);
  }

  private Piece content() throws IOException {
    var bytes = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, left));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw CodecException.unavailable(
            "file %s: became shorter while it was sent".formatted(file.name()), null);
      }
    }
    bytes.flip();
    digest.update(bytes.duplicate());
    left -= bytes.remaining();
    return new Piece(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)), false);
  }

  private Piece trailer() {
    close();
    return new Piece(Buffer.buffer(digest.digest()), true);
  }
}
