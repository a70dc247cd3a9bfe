package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values in the compact form behind their schema: see {@link ValueFormat#COMPACT}. */
final class CompactCodec<T> implements Codec<T> {

  /** The first byte; says that a schema follows. */
  private static final byte WITH_SCHEMA = 2;

  private static final int MAX_SCHEMA_BYTES = 1 << 14;

  /** As many versions of a type are known at a time, so that a peer cannot make us keep more. */
  private static final int MOST_VERSIONS = 8;

  private static final int LARGEST_INITIAL_BYTES = 1 << 16;

  private final String name;
  private final Shape shape;
  private final byte[] schema;
  private final CodecOptions options;

  /**
   * As long as the last value: a buffer that has to grow copies what it has. Any thread's will do.
   */
  private int usualBytes;

  /** What others say their values look like, by their schemas. */
  private final Map<ByteBuffer, WireShape> versions = new ConcurrentHashMap<>();

  /**
   * Makes the schema.
   *
   * @throws IllegalArgumentException if it is too long, or names in it cannot be told apart
   */
  CompactCodec(String name, Shape shape, CodecOptions options) {
    this.name = name;
    this.shape = shape;
    this.options = options;
    schema = SchemaWriter.schemaOf(shape);
    if (schema.length > MAX_SCHEMA_BYTES) {
      throw new IllegalArgumentException(
          "type %s: a schema of %d bytes (expected: <= %d)"
              .formatted(name, schema.length, MAX_SCHEMA_BYTES));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Buffer encode(T value) {
    var buffer = BufferInternal.buffer(usualBytes);
    encode(value, buffer.unwrap());
    usualBytes = Math.min(buffer.length(), LARGEST_INITIAL_BYTES);
    return buffer;
  }

  @Override
  public void encode(T value, ByteBuf out) {
    var start = out.writerIndex();
    var bounds = new Bounds(options);
    out.writeByte(WITH_SCHEMA);
    new BinaryOut(out, bounds).unsigned(schema.length);
    out.writeBytes(schema);
    new BinaryWriter(out, bounds, true).write(shape, value);
    Bounds.checkBytes(out.writerIndex() - start, options);
  }

  @Override
  public T decode(Buffer bytes) {
    Bounds.checkBytes(bytes.length(), options);
    var bounds = new Bounds(options);
    var all = ((BufferInternal) bytes).unwrap().duplicate();
    var in = new BinaryIn(all, bounds);
    var first = in.unsignedByte();
    if (first != WITH_SCHEMA) {
      throw CodecException.invalid("first byte %d (expected: %d)".formatted(first, WITH_SCHEMA));
    }
    var schemaBytes = (int) in.unsigned(MAX_SCHEMA_BYTES);
    in.need(schemaBytes);
    Object value;
    if (isOwn(all, schemaBytes)) {
      all.skipBytes(schemaBytes);
      value = new BinaryReader(in, bounds, true).read(shape);
    } else {
      var wire = version(in.bytes(schemaBytes));
      value = new ResolvingReader(in, bounds).read(wire, shape);
    }
    in.checkEnd();
    @SuppressWarnings("unchecked")
    var typed = (T) value;
    return typed;
  }

  private boolean isOwn(ByteBuf bytes, int schemaBytes) {
    var from = bytes.readerIndex();
    if (!bytes.hasArray()) {
      return bytes.slice(from, schemaBytes).nioBuffer().equals(ByteBuffer.wrap(schema));
    }
    var start = bytes.arrayOffset() + from;
    return Arrays.equals(bytes.array(), start, start + schemaBytes, schema, 0, schema.length);
  }

  private WireShape version(byte[] foreign) {
    var key = ByteBuffer.wrap(foreign);
    var known = versions.get(key);
    if (known != null) {
      return known;
    }
    var read = SchemaReader.read(foreign, options);
    if (versions.size() >= MOST_VERSIONS) {
      versions.clear();
    }
    versions.put(key, read);
    return read;
  }
}
