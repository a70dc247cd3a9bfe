package dev.samara.codec.line;

import java.nio.charset.StandardCharsets;

/** What ends a line. */
public enum LineEnd {
  /** LF only: a CR before it belongs to the line. */
  LF("\n"),
  /** CR and LF together: either alone belongs to the line. */
  CRLF("\r\n"),
  /** LF or CRLF when read, LF when written. */
  EITHER("\n");

  private final byte[] written;

  LineEnd(String written) {
    this.written = written.getBytes(StandardCharsets.US_ASCII);
  }

  /** What is written after a line, and looked for; not to be changed. */
  byte[] written() {
    return written;
  }

  /** The most bytes that end one line. */
  int longestBytes() {
    return this == LF ? 1 : 2;
  }
}
