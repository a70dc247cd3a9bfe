package dev.samara.net.route;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The wire forms of {@link FrameBatch} and {@link BatchAnswer} between nodes: a version byte, then
 * the parts in order; numbers big-endian, texts and messages after their 32-bit length. On one node
 * the objects themselves are passed.
 */
final class BusCodecs {

  private static final byte VERSION = 1;

  private BusCodecs() {}

  /** Registers both; again is no fault, since several hubs may share one Vert.x. */
  static void register(EventBus bus) {
    try {
      bus.registerDefaultCodec(FrameBatch.class, new BatchCodec());
      bus.registerDefaultCodec(BatchAnswer.class, new AnswerCodec());
    } catch (IllegalStateException e) {
      // "Already a default codec registered": by an earlier route or service.
    }
  }

  static final class BatchCodec implements MessageCodec<FrameBatch, FrameBatch> {

    @Override
    public void encodeToWire(Buffer out, FrameBatch batch) {
      out.appendByte(VERSION);
      putText(out, batch.connection().node());
      putText(out, batch.connection().listener());
      out.appendLong(batch.connection().serial());
      putText(out, batch.client().orElse(""));
      out.appendLong(batch.sequence());
      putText(out, batch.replyAddress());
      out.appendInt(batch.messages().size());
      batch.messages().forEach(message -> putBytes(out, message));
    }

    @Override
    public FrameBatch decodeFromWire(int position, Buffer in) {
      var reader = new Reader(in, position);
      reader.version();
      var id = new ConnectionId(reader.text(), reader.text(), reader.number());
      var client = reader.text();
      var sequence = reader.number();
      var replyAddress = reader.text();
      var count = reader.count();
      var messages = new ArrayList<Buffer>();
      for (var i = 0; i < count; i++) {
        messages.add(reader.bytes());
      }
      return new FrameBatch(
          id,
          client.isEmpty() ? Optional.empty() : Optional.of(client),
          sequence,
          replyAddress,
          false,
          messages);
    }

    @Override
    public FrameBatch transform(FrameBatch batch) {
      return batch;
    }

    @Override
    public String name() {
      return "samara.batch";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }

  static final class AnswerCodec implements MessageCodec<BatchAnswer, BatchAnswer> {

    @Override
    public void encodeToWire(Buffer out, BatchAnswer answer) {
      out.appendByte(VERSION);
      out.appendLong(answer.serial());
      out.appendLong(answer.sequence());
      putText(out, answer.failure());
      out.appendInt(answer.answers().size());
      for (var one : answer.answers()) {
        out.appendByte((byte) (one.isPresent() ? 1 : 0));
        one.ifPresent(message -> putBytes(out, message));
      }
    }

    @Override
    public BatchAnswer decodeFromWire(int position, Buffer in) {
      var reader = new Reader(in, position);
      reader.version();
      var serial = reader.number();
      var sequence = reader.number();
      var failure = reader.text();
      var count = reader.count();
      List<Optional<Buffer>> answers = new ArrayList<>();
      for (var i = 0; i < count; i++) {
        answers.add(reader.flag() ? Optional.of(reader.bytes()) : Optional.empty());
      }
      return new BatchAnswer(serial, sequence, answers, failure);
    }

    @Override
    public BatchAnswer transform(BatchAnswer answer) {
      return answer;
    }

    @Override
    public String name() {
      return "samara.answer";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }

  private static void putText(Buffer out, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.appendInt(bytes.length).appendBytes(bytes);
  }

  private static void putBytes(Buffer out, Buffer message) {
    out.appendInt(message.length()).appendBuffer(message);
  }

  /** Reads the parts in order; a length that does not fit fails before anything is allocated. */
  private static final class Reader {

    private final Buffer in;
    private int position;

    Reader(Buffer in, int position) {
      this.in = in;
      this.position = position;
    }

    void version() {
      var version = in.getByte(position++);
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "wire version: %d (expected: %d)".formatted(version, VERSION));
      }
    }

    boolean flag() {
      return in.getByte(position++) != 0;
    }

    long number() {
      position += Long.BYTES;
      return in.getLong(position - Long.BYTES);
    }

    int count() {
      var count = in.getInt(position);
      position += Integer.BYTES;
      if (count < 0 || count > in.length() - position) {
        throw new IllegalArgumentException(
            "count: %d (expected: 0 to %d)".formatted(count, in.length() - position));
      }
      return count;
    }

    Buffer bytes() {
      var length = count();
      position += length;
      return in.getBuffer(position - length, position);
    }

    String text() {
      return bytes().toString(StandardCharsets.UTF_8);
    }
  }
}
