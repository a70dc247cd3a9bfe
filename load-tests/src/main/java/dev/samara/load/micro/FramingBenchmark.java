package dev.samara.load.micro;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.catalog.Framings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Framings: the messages of one read, and as many into one write. */
@State(Scope.Thread)
public class FramingBenchmark {
  /** Messages in a read, as with so many in flight. */
  static final int MESSAGES = 64;

  /** The framing by its name in configuration files. */
  @Param({"length32", "varint", "lines", "netstring", "slip", "cobs"})
  public String framing;

  /** Bytes of a message. */
  @Param({"128"})
  public int bytes;

  private Framing coder;
  private FrameDecoder decoder;
  private Buffer message;
  private ByteBuf read;
  private ByteBuf written;

  /** Made by JMH. */
  public FramingBenchmark() {}

  /** Makes the bytes of one read. */
  @Setup
  public void prepare() {
    coder = Framings.parse(framing, 1 << 20);
    decoder = coder.newDecoder();
    message = Buffer.buffer("x".repeat(bytes));
    int wireBytes = MESSAGES * coder.encodedBytes(message);
    read = Unpooled.directBuffer(wireBytes);
    written = Unpooled.directBuffer(wireBytes);
    for (int i = 0; i < MESSAGES; i++) {
      coder.encode(message, read);
    }
  }

  /**
   * Cuts a read into its messages.
   *
   * @param sink takes the messages
   */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void decode(Blackhole sink) {
    read.readerIndex(0);
    decoder.decode(
        read,
        one -> {
          sink.consume(one);
          return true;
        });
  }

  /**
   * Joins messages for one write.
   *
   * @return what was written
   */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public ByteBuf encode() {
    written.clear();
    for (int i = 0; i < MESSAGES; i++) {
      coder.encodedBytes(message);
      coder.encode(message, written);
    }
    return written;
  }
}
