package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * What stands before the content of a file.
 *
 * @param name within the rules
 * @param sizeBytes an unsigned 64-bit number
 */
record FileHead(String name, long sizeBytes) {

  static final int DIGEST_BYTES = 32;

  private static final int VERSION = 1;
  private static final int NAME_AT = 2;

  Buffer encode() {
    var bytes = FileNames.encode(name);
    return Buffer.buffer(NAME_AT + bytes.length + Long.BYTES)
        .appendUnsignedByte((short) VERSION)
        .appendUnsignedByte((short) bytes.length)
        .appendBytes(bytes)
        .appendLong(sizeBytes);
  }

  /** How many more bytes are needed before {@link #decode} gets further; 0 if none. */
  static int missing(Buffer start) {
    if (start.length() > 0 && start.getUnsignedByte(0) != VERSION) {
      throw CodecException.invalid(
          "file: version %d (expected: %d)".formatted(start.getUnsignedByte(0), VERSION));
    }
    var needed =
        start.length() < NAME_AT ? NAME_AT : NAME_AT + start.getUnsignedByte(1) + Long.BYTES;
    return needed - start.length();
  }

  /** The head, if all of it is there; throws if it is against the rules. */
  static Optional<FileHead> decode(Buffer start) {
    if (missing(start) > 0) {
      return Optional.empty();
    }
    var nameEnd = NAME_AT + start.getUnsignedByte(1);
    var name = FileNames.decode(start.getBytes(NAME_AT, nameEnd));
    return Optional.of(new FileHead(name, start.getLong(nameEnd)));
  }
}
