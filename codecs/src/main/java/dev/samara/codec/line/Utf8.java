package dev.samara.codec.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. */
final class Utf8 {

  private Utf8() {}

  /**
   * Whether the readable bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
   */
  static boolean isValid(ByteBuf bytes) {
    return ByteBufUtil.isText(bytes, StandardCharsets.UTF_8);
  }
}
