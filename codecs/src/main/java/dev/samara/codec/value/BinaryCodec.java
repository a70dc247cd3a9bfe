package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Values in the compact binary form behind one byte that is the schema's version. */
final class BinaryCodec<T> implements Codec<T> {

  private static final int LARGEST_VERSION = 255;

  private final Class<T> type;
  private final Shape shape;
  private final int version;
  private final CodecOptions options;

  BinaryCodec(Class<T> type, Shape shape, int version, CodecOptions options) {
    if (version < 0 || version > LARGEST_VERSION) {
      throw new IllegalArgumentException(
          "version: %d (expected: 0 to %d)".formatted(version, LARGEST_VERSION));
    }
    this.type = type;
    this.shape = shape;
    this.version = version;
    this.options = options;
  }

  @Override
  public String name() {
    return "record(%s)".formatted(type.getSimpleName());
  }

  @Override
  public Buffer encode(T value) {
    var buffer = BufferInternal.buffer();
    buffer.unwrap().writeByte(version);
    new BinaryWriter(buffer.unwrap(), new Bounds(options), false).write(shape, value);
    Bounds.checkBytes(buffer.length(), options);
    return buffer;
  }

  @Override
  public T decode(Buffer bytes) {
    Bounds.checkBytes(bytes.length(), options);
    var in = ((BufferInternal) bytes).unwrap().duplicate();
    if (!in.isReadable()) {
      throw CodecException.invalid("no bytes (expected: a version and a value)");
    }
    var found = in.readUnsignedByte();
    if (found != version) {
      throw CodecException.invalid("version %d (expected: %d)".formatted(found, version));
    }
    var bounds = new Bounds(options);
    var body = new BinaryIn(in, bounds);
    var value = new BinaryReader(body, bounds, false).read(shape);
    body.checkEnd();
    return type.cast(value);
  }
}
