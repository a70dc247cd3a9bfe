package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.cbor.CBORFactory;

/** Values as JSON or CBOR: the library reads and writes tokens, the shape says which. */
final class TokenCodec<T> implements Codec<T> {

  /** JSON is one of the Unicode encodings, told from its first four bytes; here only UTF-8 is. */
  private static final int DETECTION_BYTES = 4;

  private final String name;
  private final Shape shape;
  private final CodecOptions options;
  private final TokenStreamFactory factory;

  private TokenCodec(String name, Shape shape, CodecOptions options, TokenStreamFactory factory) {
    this.name = name;
    this.shape = shape;
    this.options = options;
    this.factory = factory;
  }

  static <T> TokenCodec<T> json(String name, Shape shape, CodecOptions options) {
    var factory = JsonFactory.builder().streamReadConstraints(constraints(options)).build();
    return new TokenCodec<>(name, shape, options, factory);
  }

  static <T> TokenCodec<T> cbor(String name, Shape shape, CodecOptions options) {
    var factory = CBORFactory.builder().streamReadConstraints(constraints(options)).build();
    return new TokenCodec<>(name, shape, options, factory);
  }

  private boolean binary() {
    return factory.canHandleBinaryNatively();
  }

  private String format() {
    return binary() ? "CBOR" : "JSON";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Buffer encode(T value) {
    var buffer = BufferInternal.buffer();
    encode(value, buffer.unwrap());
    return buffer;
  }

  @Override
  public void encode(T value, ByteBuf out) {
    var start = out.writerIndex();
    OutputStream stream = new ByteBufOutputStream(out);
    try (var generator = factory.createGenerator(ObjectWriteContext.empty(), stream)) {
      new TokenWriter(generator, new Bounds(options)).write(shape, value);
    } catch (JacksonException failure) {
      throw CodecException.invalid("it cannot be written as " + format());
    }
    Bounds.checkBytes(out.writerIndex() - start, options);
  }

  @Override
  public T decode(Buffer bytes) {
    Bounds.checkBytes(bytes.length(), options);
    var in = ((BufferInternal) bytes).unwrap();
    check(in.duplicate());
    try (var parser = parser(in)) {
      parser.nextToken();
      var value = new TokenReader(parser, options, binary()).read(shape);
      if (parser.nextToken() != null) {
        throw CodecException.invalid("there is more after the end of the value");
      }
      @SuppressWarnings("unchecked")
      var typed = (T) value;
      return typed;
    } catch (StreamConstraintsException beyond) {
      throw CodecException.invalid("a number, name or nesting beyond its limit" + near(beyond));
    } catch (JacksonException failure) {
      throw CodecException.invalid("malformed " + format() + near(failure));
    }
  }

  private void check(ByteBuf in) {
    if (binary()) {
      new CborCheck(in, new Bounds(options)).item();
      if (in.isReadable()) {
        throw CodecException.invalid("there is more after the end of the value");
      }
    } else {
      Texts.check(in);
      var first = in.readerIndex();
      if (in.indexOf(first, Math.min(first + DETECTION_BYTES, in.writerIndex()), (byte) 0) >= 0) {
        throw CodecException.invalid("malformed JSON near byte 0");
      }
    }
  }

  private JsonParser parser(ByteBuf in) {
    var length = in.readableBytes();
    if (in.hasArray()) {
      var from = in.arrayOffset() + in.readerIndex();
      return factory.createParser(ObjectReadContext.empty(), in.array(), from, length);
    }
    var copy = new byte[length];
    in.getBytes(in.readerIndex(), copy);
    return factory.createParser(ObjectReadContext.empty(), copy, 0, length);
  }

  private static String near(JacksonException failure) {
    var place = failure.getLocation();
    return place == null || place.getByteOffset() < 0 ? "" : " near byte " + place.getByteOffset();
  }

  /**
   * The library's own limits only have to keep it from harm; the exact ones are checked here. A
   * decimal number may have all digits and as many zeros, signs and an exponent.
   */
  private static StreamReadConstraints constraints(CodecOptions options) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(options.maxDepth() + 1)
        .maxNumberLength(2 * options.maxNumberLength() + 32)
        .maxStringLength(options.maxBytes())
        .maxNameLength(options.maxBytes())
        .build();
  }
}
