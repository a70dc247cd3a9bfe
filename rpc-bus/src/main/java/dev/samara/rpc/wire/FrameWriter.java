package dev.samara.rpc.wire;

import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.wire.Frame.Answer;
import dev.samara.rpc.wire.Frame.Cancel;
import dev.samara.rpc.wire.Frame.Credit;
import dev.samara.rpc.wire.Frame.End;
import dev.samara.rpc.wire.Frame.Failure;
import dev.samara.rpc.wire.Frame.Item;
import dev.samara.rpc.wire.Frame.Items;
import dev.samara.rpc.wire.Frame.Ping;
import dev.samara.rpc.wire.Frame.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes frames one behind the other. No state; any thread.
 *
 * <pre>
 * request  01 id names remaining window metadata payload
 * answer   02 id payload
 * failure  03 id kind(1 byte) retryAfter text error
 * item     04 id payload (to the callee), 05 id payload (to the caller)
 * credit   06 id window (to the callee), 07 id window (to the caller)
 * end      08 id
 * cancel   09 id (to the callee), 0a id (to the caller)
 * ping     0b id, 0c id (the answer)
 *
 * id         8 bytes, the highest first
 * remaining, retryAfter, items, bytes, count, lengths: unsigned LEB128 (seven bits a byte, the lowest first),
 *            not always in as few bytes as would do
 * names, text length, then UTF-8
 * window     items, and unless that is 0 bytes
 * metadata   count, then a text for each key and each value
 * payload    format (1 byte), length, bytes
 * error      00, or 01 and the texts of the class, of the code, of the stack (empty for none)
 * </pre>
 */
public final class FrameWriter {
  static final int REQUEST = 1;
  static final int ANSWER = 2;
  static final int FAILURE = 3;
  static final int ITEM_TO_CALLEE = 4;
  static final int ITEM_TO_CALLER = 5;
  static final int CREDIT_TO_CALLEE = 6;
  static final int CREDIT_TO_CALLER = 7;
  static final int END = 8;
  static final int CANCEL_TO_CALLEE = 9;
  static final int CANCEL_TO_CALLER = 10;
  static final int PING = 11;
  static final int PONG = 12;

  /** Type, id, format, and a length of as many bytes as any takes, since it is not known yet. */
  private static final int ITEM_HEAD_BYTES = 15;

  /** Enough for type, id and numbers of most frames. */
  private static final int HEAD_BYTES = 24;

  private FrameWriter() {}

  /**
   * Writes a frame.
   *
   * @param out where to, on the heap
   * @param frame its payload is bytes
   */
  public static void write(ByteBuf out, Frame frame) {
    writeHead(out, frame);
    payloadOf(frame)
        .ifPresent(payload -> {
          ByteBuf body = unwrapped(payload);
          out.writeBytes(body, body.readerIndex(), body.readableBytes());
        });
  }

  /**
   * A frame as a message of its own, which shares the bytes of its payload: worth it where they are
   * many.
   *
   * @param frame its payload is bytes, which nobody changes
   * @return not to be changed
   */
  public static Buffer alone(Frame frame) {
    if (frame instanceof Items items) {
      return BufferInternal.buffer(items.bytes());
    }
    Optional<Payload> payload = payloadOf(frame);
    int payloadBytes = payload.map(Payload::length).orElse(0);
    ByteBuf head = Unpooled.buffer(roughBytes(frame) - payloadBytes);
    writeHead(head, frame);
    // Not one that Netty's leak detector follows: nobody releases what is on the heap.
    return BufferInternal.buffer(
        payload
            .<ByteBuf>map(bytes ->
                new CompositeByteBuf(head.alloc(), false, 2, head, unwrapped(bytes).slice()))
            .orElse(head));
  }

  private static Optional<Payload> payloadOf(Frame frame) {
    return switch (frame) {
      case Request request -> Optional.of(request.arguments());
      case Answer answer -> Optional.of(answer.result());
      case Item item -> Optional.of(item.item());
      case Items _, Failure _, Credit _, End _, Cancel _, Ping _ -> Optional.empty();
    };
  }

  private static ByteBuf unwrapped(Payload payload) {
    return ((BufferInternal) payload.bytes()).unwrap();
  }

  /** All of a frame but the bytes of its payload, which are its last. */
  private static void writeHead(ByteBuf out, Frame frame) {
    switch (frame) {
      case Request request -> request(out, request);
      case Answer answer -> {
        head(out, ANSWER, answer.id());
        payloadHead(out, answer.result());
      }
      case Failure failure -> failure(out, failure);
      case Item item -> {
        head(out, item.toCallee() ? ITEM_TO_CALLEE : ITEM_TO_CALLER, item.id());
        payloadHead(out, item.item());
      }
      case Items items ->
          out.writeBytes(items.bytes(), items.bytes().readerIndex(), items.bytes().readableBytes());
      case Credit credit -> {
        head(out, credit.toCallee() ? CREDIT_TO_CALLEE : CREDIT_TO_CALLER, credit.id());
        window(out, credit.more());
      }
      case End end -> head(out, END, end.id());
      case Cancel cancel ->
          head(out, cancel.toCallee() ? CANCEL_TO_CALLEE : CANCEL_TO_CALLER, cancel.id());
      case Ping ping -> head(out, ping.isAnswer() ? PONG : PING, ping.id());
    }
  }

  /**
   * Writes an item whose payload is made where it is written.
   *
   * @param out where to, on the heap; as it was before if the payload cannot be made
   * @param id the call
   * @param toCallee whether it is of the argument, not of the result
   * @param format the byte that names the format
   * @param payload appends the payload's bytes
   * @return how many they are
   */
  public static int item(
      ByteBuf out, long id, boolean toCallee, int format, Consumer<ByteBuf> payload) {
    int start = out.writerIndex();
    // In few steps: each of them checks its bounds.
    out.ensureWritable(ITEM_HEAD_BYTES);
    out.setByte(start, toCallee ? ITEM_TO_CALLEE : ITEM_TO_CALLER);
    out.setLong(start + 1, id);
    out.setByte(start + 9, format);
    out.writerIndex(start + ITEM_HEAD_BYTES);
    try {
      payload.accept(out);
      int length = out.writerIndex() - start - ITEM_HEAD_BYTES;
      out.setInt(start + 10, longNumber(length));
      out.setByte(start + 14, length >>> 28);
      return length;
    } catch (RuntimeException unfit) {
      out.writerIndex(start);
      throw unfit;
    }
  }

  /** The first four of the five bytes of a number. */
  private static int longNumber(int number) {
    int bytes = 0;
    for (int i = 0; i < 4; i++) {
      bytes = bytes << 8 | number >>> 7 * i & 0x7f | 0x80;
    }
    return bytes;
  }

  /**
   * About how long a frame is when it is written, to make room for it at once.
   *
   * @param frame its payload is bytes
   * @return bytes; mostly a few too many, too few only of text that is not ASCII and of stack
   *     traces
   */
  public static int roughBytes(Frame frame) {
    return HEAD_BYTES
        + switch (frame) {
          case Request request ->
              HEAD_BYTES
                  + request.endpoint().encoded().length
                  + roughBytes(request.metadata())
                  + request.arguments().length();
          case Answer answer -> answer.result().length();
          case Item item -> item.item().length();
          case Items items -> items.bytes().readableBytes();
          case Failure failure -> HEAD_BYTES + failure.message().length();
          case Credit _, End _, Cancel _, Ping _ -> 0;
        };
  }

  private static int roughBytes(Map<String, String> metadata) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      bytes += 2 + entry.getKey().length() + entry.getValue().length();
    }
    return bytes;
  }

  private static void request(ByteBuf out, Request request) {
    head(out, REQUEST, request.id());
    bytes(out, request.endpoint().encoded());
    number(out, request.remainingMillis());
    window(out, request.credit());
    number(out, request.metadata().size());
    request
        .metadata()
        .forEach((name, value) -> {
          text(out, name);
          text(out, value);
        });
    payloadHead(out, request.arguments());
  }

  private static void window(ByteBuf out, Window window) {
    number(out, window.items());
    if (window.items() > 0) {
      number(out, window.bytes());
    }
  }

  private static void failure(ByteBuf out, Failure failure) {
    head(out, FAILURE, failure.id());
    out.writeByte(failure.kind().code());
    number(out, failure.retryAfterMillis());
    text(out, failure.message());
    Optional<CalleeError> error = failure.error();
    out.writeByte(error.isPresent() ? 1 : 0);
    error.ifPresent(thrown -> {
      text(out, thrown.className());
      text(out, thrown.code().orElse(""));
      text(out, thrown.stack().orElse(""));
    });
  }

  private static void head(ByteBuf out, int type, long id) {
    out.writeByte(type);
    out.writeLong(id);
  }

  private static void payloadHead(ByteBuf out, Payload payload) {
    out.writeByte(payload.format());
    number(out, payload.length());
  }

  /**
   * Writes a text.
   *
   * @param out where to
   * @param text the text
   */
  public static void text(ByteBuf out, String text) {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteBuf out, byte[] bytes) {
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Writes a number.
   *
   * @param out where to
   * @param number not negative
   */
  public static void number(ByteBuf out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }
}
