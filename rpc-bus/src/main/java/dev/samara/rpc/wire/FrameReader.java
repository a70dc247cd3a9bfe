package dev.samara.rpc.wire;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.call.FailureKind;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads frames, as {@link FrameWriter} shows them. Remembers the endpoints it has seen by their
 * bytes, so that names are made once and not for each call. One thread.
 */
public final class FrameReader {
  /** The longest line of a failure, in characters. */
  public static final int MAX_LINE = 2048;

  /** More than any window has; a sum of many does not overflow. */
  private static final long MAX_CREDIT_BYTES = 1L << 40;

  private static final int MAX_STACK = 16_384;
  private static final int CACHE_SIZE = 1024;
  private static final long MAX_MILLIS = CallOptions.MAX_TIMEOUT.toMillis();

  private final int maxPayloadBytes;
  private final Endpoint[] seen = new Endpoint[CACHE_SIZE];

  /**
   * A reader.
   *
   * @param maxPayloadBytes the longest arguments, result or item
   */
  public FrameReader(int maxPayloadBytes) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * Reads the next frame.
   *
   * @param in at its first byte
   * @return the frame; its payload is a view of the bytes
   * @throws IllegalArgumentException if it is none; nothing behind it can be read then
   */
  public Frame read(WireReader in) {
    int type = in.unsignedByte("frame type");
    long id = in.number("id");
    return switch (type) {
      case FrameWriter.REQUEST -> request(in, id);
      case FrameWriter.ANSWER -> new Frame.Answer(id, payload(in));
      case FrameWriter.FAILURE -> failure(in, id);
      case FrameWriter.ITEM_TO_CALLEE -> new Frame.Item(id, true, payload(in));
      case FrameWriter.ITEM_TO_CALLER -> new Frame.Item(id, false, payload(in));
      case FrameWriter.CREDIT_TO_CALLEE -> new Frame.Credit(id, true, window(in));
      case FrameWriter.CREDIT_TO_CALLER -> new Frame.Credit(id, false, window(in));
      case FrameWriter.END -> new Frame.End(id);
      case FrameWriter.CANCEL_TO_CALLEE -> new Frame.Cancel(id, true);
      case FrameWriter.CANCEL_TO_CALLER -> new Frame.Cancel(id, false);
      case FrameWriter.PING -> new Frame.Ping(id, false);
      case FrameWriter.PONG -> new Frame.Ping(id, true);
      default -> throw new IllegalArgumentException("frame type " + type + " is unknown");
    };
  }

  private Frame request(WireReader in, long id) {
    Endpoint endpoint = endpoint(in);
    long remaining = in.count(MAX_MILLIS, "remaining time");
    Window credit = window(in);
    Map<String, String> metadata = metadata(in);
    return new Frame.Request(id, endpoint, remaining, credit, metadata, payload(in));
  }

  private static Map<String, String> metadata(WireReader in) {
    int entries = (int) in.count(CallOptions.MAX_METADATA_ENTRIES, "metadata");
    if (entries == 0) {
      return Map.of();
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      String name = in.text(CallOptions.MAX_METADATA_CHARACTERS, "metadata");
      metadata.put(name, in.text(CallOptions.MAX_METADATA_CHARACTERS, "metadata"));
    }
    return CallOptions.checkMetadata(metadata);
  }

  private static Frame failure(WireReader in, long id) {
    FailureKind kind = FailureKind.ofCode(in.unsignedByte("kind"));
    long retryAfter = in.count(MAX_MILLIS, "time to retry");
    String message = in.text(MAX_LINE, "message");
    Optional<CalleeError> error = Optional.empty();
    if (in.unsignedByte("error") == 1) {
      String className = in.text(MAX_LINE, "class name");
      String code = in.text(MAX_LINE, "code");
      String stack = in.text(MAX_STACK, "stack");
      error = Optional.of(new CalleeError(className, unlessEmpty(code), unlessEmpty(stack)));
    }
    return new Frame.Failure(id, kind, message, error, retryAfter);
  }

  private static Optional<String> unlessEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Window window(WireReader in) {
    int items = (int) in.count(Integer.MAX_VALUE, "credit");
    return items == 0 ? Window.NONE : new Window(items, in.count(MAX_CREDIT_BYTES, "credit"));
  }

  private Payload payload(WireReader in) {
    int format = in.unsignedByte("format");
    Buffer bytes = in.bytes(maxPayloadBytes, "payload");
    if (format == Payload.IN_MEMORY) {
      throw new IllegalArgumentException("format 0 does not travel");
    }
    return new Payload(format, bytes);
  }

  private Endpoint endpoint(WireReader in) {
    int length = (int) in.count(6L * Endpoint.MAX_NAME + 1, "names");
    int at = in.take(length, "names");
    ByteBuf source = in.source();
    int slot = hash(source, at, length) & CACHE_SIZE - 1;
    Endpoint known = seen[slot];
    if (known != null && matches(known.encoded(), source, at, length)) {
      return known;
    }
    String names = source.toString(at, length, StandardCharsets.UTF_8);
    int middle = names.indexOf('\n');
    if (middle < 0) {
      throw new IllegalArgumentException("names: no method");
    }
    Endpoint read = new Endpoint(names.substring(0, middle), names.substring(middle + 1));
    seen[slot] = read;
    return read;
  }

  private static int hash(ByteBuf source, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = 31 * hash + source.getByte(i);
    }
    return hash;
  }

  private static boolean matches(byte[] known, ByteBuf source, int at, int length) {
    return known.length == length
        && (source.hasArray()
            ? Arrays.equals(
                known,
                0,
                length,
                source.array(),
                source.arrayOffset() + at,
                source.arrayOffset() + at + length)
            : source.slice(at, length).equals(io.netty.buffer.Unpooled.wrappedBuffer(known)));
  }
}
