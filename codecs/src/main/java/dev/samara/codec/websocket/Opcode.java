package dev.samara.codec.websocket;

import java.util.Optional;

/** What a frame is (RFC 6455, section 5.2). */
public enum Opcode {
  /** Goes on with a message that has started. */
  CONTINUATION(0),
  /** A message in UTF-8, or its start. */
  TEXT(1),
  /** A message of any bytes, or its start. */
  BINARY(2),
  /** The last frame of its sender. */
  CLOSE(8),
  /** To be answered with a pong of the same data. */
  PING(9),
  /** The answer to a ping, or unsolicited. */
  PONG(10);

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  /** The four bits of the frame's first byte. */
  int code() {
    return code;
  }

  /** Whether it is about the connection and may come between the frames of a message. */
  boolean isControl() {
    return code >= CLOSE.code;
  }

  static Optional<Opcode> of(int code) {
    return switch (code) {
      case 0 -> Optional.of(CONTINUATION);
      case 1 -> Optional.of(TEXT);
      case 2 -> Optional.of(BINARY);
      case 8 -> Optional.of(CLOSE);
      case 9 -> Optional.of(PING);
      case 10 -> Optional.of(PONG);
      default -> Optional.empty();
    };
  }
}
