package dev.samara.rpc.dialogue;

import dev.samara.rpc.payload.PayloadCodec;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.wire.FrameWriter;
import dev.samara.rpc.wire.Payload;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Makes the items of one stream fit for their carrier. What does not fit throws a {@link
 * PayloadException}. Immutable; any thread.
 */
public final class ItemEncoder {
  private final int format;
  private final PayloadCodec<Object> codec;
  private final int maxBytes;
  private final IntFunction<String> tooLong;
  private final UnaryOperator<Object> isolation;

  private ItemEncoder(
      int format,
      PayloadCodec<Object> codec,
      int maxBytes,
      IntFunction<String> tooLong,
      UnaryOperator<Object> isolation) {
    this.format = format;
    this.codec = codec;
    this.maxBytes = maxBytes;
    this.tooLong = tooLong;
    this.isolation = isolation;
  }

  /**
   * Items become bytes.
   *
   * @param format the byte that names the format
   * @param codec of the items
   * @param maxBytes the longest item
   * @param tooLong what to say of one with so many bytes
   * @return the encoder
   */
  public static ItemEncoder bytes(
      int format, PayloadCodec<Object> codec, int maxBytes, IntFunction<String> tooLong) {
    return new ItemEncoder(format, codec, maxBytes, tooLong, item -> item);
  }

  /**
   * Items stay values.
   *
   * @param isolation makes an item that shares nothing that can change
   * @return the encoder
   */
  public static ItemEncoder inMemory(UnaryOperator<Object> isolation) {
    return new ItemEncoder(Payload.IN_MEMORY, null, 0, Integer::toString, isolation);
  }

  boolean isInMemory() {
    return format == Payload.IN_MEMORY;
  }

  Payload payload(Object item) {
    if (isInMemory()) {
      return new Payload(format, isolation.apply(item));
    }
    Buffer bytes = codec.write(item);
    check(bytes.length());
    return new Payload(format, bytes);
  }

  /** Appends a frame; gives how many bytes its payload has. Not in memory. */
  int write(ByteBuf out, long id, boolean toCallee, Object item) {
    return FrameWriter.item(
        out,
        id,
        toCallee,
        format,
        body -> {
          int start = body.writerIndex();
          codec.write(item, body);
          check(body.writerIndex() - start);
        });
  }

  private void check(int bytes) {
    if (bytes > maxBytes) {
      throw new PayloadException(tooLong.apply(bytes));
    }
  }
}
