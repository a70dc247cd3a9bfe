package dev.samara.codec.convert;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

/**
 * Reads {@link ConverterFraming}.
 *
 * <pre>
 *             message, need more
 *             ┌──────┐
 *             ▼      │   suspended
 *   start ──▶ READY ─┴─────────────▶ SUSPENDED
 *              │  ▲   until succeeds     │
 *              │  └──────────────────────┤
 *       throws │                         │ until fails
 *              ▼                         │
 *             BAD ◀──────────────────────┘   (stays; discards everything)
 * </pre>
 */
final class ConverterDecoder implements FrameDecoder {

  private enum State {
    READY,
    SUSPENDED,
    BAD
  }

  private final Converter<Buffer> converter;
  private final int maxMessageBytes;
  private State state = State.READY;

  /** The decoder of the unfinished message, and the bytes it has taken; null between two. */
  private Decoder<Buffer> decoder;

  private long taken;

  /** What is waited for (SUSPENDED). */
  private Future<Void> until;

  ConverterDecoder(Converter<Buffer> converter, int maxMessageBytes) {
    this.converter = converter;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    var resumed = state == State.SUSPENDED;
    if (resumed) {
      if (!until.isComplete()) {
        return;
      }
      move(until.succeeded() ? State.READY : State.BAD);
    }
    if (state == State.BAD) {
      in.skipBytes(in.readableBytes());
      return;
    }
    var left = copy(in);
    try {
      while (state == State.READY && (resumed || left.length() > 0)) {
        resumed = false;
        var before = left.length();
        switch (push(left)) {
          case DecodeStep.NeedMore<Buffer> _ -> {
            taken += before;
            left = Buffer.buffer();
          }
          case DecodeStep.Message<Buffer>(var message, var rest) -> {
            decoder = null;
            taken = 0;
            left = rest;
            if (!sink.frame(checked(message))) {
              return;
            }
          }
          case DecodeStep.Suspended<Buffer>(var future, var rest) -> {
            taken += before - rest.length();
            left = rest;
            resumed = suspend(future);
          }
        }
      }
    } catch (CodecException failure) {
      throw bad(failure.getMessage());
    } finally {
      in.readerIndex(state == State.BAD ? in.writerIndex() : in.writerIndex() - left.length());
    }
  }

  @Override
  public int pendingBytes() {
    return (int) Math.min(taken, Integer.MAX_VALUE);
  }

  @Override
  public Optional<Future<Void>> suspension() {
    return state == State.SUSPENDED ? Optional.of(until) : Optional.empty();
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }

  private DecodeStep<Buffer> push(Buffer bytes) {
    if (decoder == null) {
      decoder = converter.decoder();
    }
    return decoder.push(bytes);
  }

  /** Whether there is nothing to wait for any more. */
  private boolean suspend(Future<Void> future) {
    if (future.failed()) {
      throw CodecException.of(future.cause());
    }
    if (future.succeeded()) {
      return true;
    }
    until = future;
    move(State.SUSPENDED);
    return false;
  }

  private Buffer checked(Buffer message) {
    if (message.length() > maxMessageBytes) {
      throw bad(
          "message length: %d bytes (expected: <= %d)"
              .formatted(message.length(), maxMessageBytes));
    }
    return message;
  }

  private FramingException bad(String message) {
    move(State.BAD);
    return new FramingException(message);
  }

  private void move(State next) {
    state = next;
    if (next != State.SUSPENDED) {
      until = null;
    }
    if (next == State.BAD) {
      taken = 0;
      if (decoder != null) {
        decoder.close();
        decoder = null;
      }
    }
  }

  private static Buffer copy(ByteBuf in) {
    var bytes = BufferInternal.buffer(in.readableBytes());
    bytes.unwrap().writeBytes(in, in.readerIndex(), in.readableBytes());
    return bytes;
  }
}
