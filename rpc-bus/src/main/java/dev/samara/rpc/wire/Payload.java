package dev.samara.rpc.wire;

import io.vertx.core.buffer.Buffer;

/**
 * Arguments, a result or an item, as bytes in a format or, inside a process, as the value itself.
 *
 * @param format the byte that names the format, or {@link #IN_MEMORY}
 * @param value a Buffer that nobody changes; in memory any value that nobody changes
 */
public record Payload(int format, Object value) {
  /** In place of a format: the value has not been made bytes. */
  public static final int IN_MEMORY = 0;

  /** Nothing, in memory. */
  public static final Payload NOTHING = new Payload(IN_MEMORY, null);

  /**
   * Whether it is the value itself.
   *
   * @return false for bytes
   */
  public boolean isInMemory() {
    return format == IN_MEMORY;
  }

  /**
   * The bytes.
   *
   * @return not to be changed
   */
  public Buffer bytes() {
    return (Buffer) value;
  }

  /**
   * How many bytes.
   *
   * @return 0 for a value in memory
   */
  public int length() {
    return isInMemory() ? 0 : bytes().length();
  }
}
