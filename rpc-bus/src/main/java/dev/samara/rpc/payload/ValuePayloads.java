package dev.samara.rpc.payload;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Codec;
import dev.samara.codec.value.CodecOptions;
import dev.samara.codec.value.ValueFormat;
import dev.samara.codec.value.ValueType;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;

/** One of the formats of the codecs as a format of payloads. */
final class ValuePayloads implements PayloadFormat {

  private final int id;
  private final ValueFormat format;
  private final CodecOptions limits;

  ValuePayloads(int id, ValueFormat format, CodecOptions limits) {
    this.id = id;
    this.format = format;
    this.limits = limits;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String name() {
    return format.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public PayloadCodec<Object[]> arguments(List<Type> types) {
    return payload(format.arguments(types.stream().map(ValueType::of).toList(), limits));
  }

  @Override
  public PayloadCodec<Object> value(Type type) {
    return type == Void.class ? nothing() : payload(format.value(ValueType.of(type), limits));
  }

  private static <T> PayloadCodec<T> payload(Codec<T> codec) {
    return new PayloadCodec<>() {
      @Override
      public Buffer write(T value) {
        try {
          return codec.encode(value);
        } catch (CodecException failure) {
          throw new PayloadException(failure.getMessage());
        }
      }

      @Override
      public void write(T value, ByteBuf out) {
        try {
          codec.encode(value, out);
        } catch (CodecException failure) {
          throw new PayloadException(failure.getMessage());
        }
      }

      @Override
      public T read(Buffer bytes) {
        try {
          return codec.decode(bytes);
        } catch (CodecException failure) {
          throw new PayloadException(failure.getMessage());
        }
      }
    };
  }

  /** What stands for no result; whatever the other side has for it is as good. */
  private PayloadCodec<Object> nothing() {
    var nothing =
        switch (format) {
          case JSON -> new byte[] {'n', 'u', 'l', 'l'};
          case CBOR -> new byte[] {(byte) 0xf6};
          case COMPACT -> new byte[0];
        };
    return new PayloadCodec<>() {
      @Override
      public Buffer write(Object value) {
        return Buffer.buffer(nothing.clone());
      }

      @Override
      public Object read(Buffer bytes) {
        return null;
      }
    };
  }
}
