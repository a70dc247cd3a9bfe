package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps all messages, also those in parts, and checks that these add up. */
final class Recording implements FrameSink {

  private final List<Buffer> messages = new ArrayList<>();
  private boolean goesOn = true;
  private int streams;
  private long announced;

  /** The message that started; null between messages. */
  private Buffer started;

  /** Says stop after each message. */
  static Recording stopping() {
    var recording = new Recording();
    recording.goesOn = false;
    return recording;
  }

  List<Buffer> messages() {
    return messages;
  }

  /** How many messages came in parts. */
  int streams() {
    return streams;
  }

  @Override
  public boolean frame(Buffer message) {
    assertTrue(started == null, "a message within another");
    messages.add(message);
    return goesOn;
  }

  @Override
  public void start(long lengthBytes) {
    assertTrue(started == null, "a message within another");
    announced = lengthBytes;
    started = Buffer.buffer();
  }

  @Override
  public void part(ByteBuf in, int byteCount) {
    assertTrue(byteCount > 0, "an empty part");
    var bytes = new byte[byteCount];
    in.readBytes(bytes);
    started.appendBytes(bytes);
  }

  @Override
  public boolean end() {
    assertEquals(announced, started.length(), "announced length");
    streams++;
    messages.add(started);
    started = null;
    return goesOn;
  }
}
