package dev.samara.net.read;

import dev.samara.codec.FramingException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text in the strict sense. */
final class Text {

  private Text() {}

  static String utf8(Buffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new FramingException("a line that is not UTF-8");
    }
  }
}
