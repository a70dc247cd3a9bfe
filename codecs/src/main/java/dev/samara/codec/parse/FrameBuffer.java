package dev.samara.codec.parse;

import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a connection that have arrived and belong to no message yet.
 *
 * <p>Offsets count from the first of them, which is at 0. Only {@link #consume} and {@link
 * #discard} take bytes away. As long as messages are whole in one read, this is a view of that
 * read; what is left of one read is copied once and the next one appended, up to a bound.
 *
 * <p>Belongs to its decoder's thread, and must not be used outside {@link FrameParser#parse}.
 */
public final class FrameBuffer {

  /** As many as always fit into an int. */
  private static final int MAX_DIGITS = 9;

  private static final byte[][] SINGLE_BYTES = new byte[256][];

  static {
    for (var value = 0; value < SINGLE_BYTES.length; value++) {
      SINGLE_BYTES[value] = new byte[] {(byte) value};
    }
  }

  private final int bound;
  private final String unit;
  private final int maxMessageBytes;

  /** What is looked at: the read itself, or what is held of earlier ones with the start of it. */
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  /** What earlier reads left; null if nothing. */
  private ByteBuf held;

  /** How many bytes of the present read were appended to what is held. */
  private int appended;

  /** How many bytes the parser said it needs before it looks again. */
  private int needed;

  /** What was last looked for, and between which offsets it does not begin. */
  private byte[] sought = {};

  private int soughtFrom;
  private int soughtTo;

  /**
   * Makes an empty one.
   *
   * @param maxMessageBytes the limit that is named when the bound is passed
   * @param bound how many bytes an unfinished message may take with the framing's own
   * @param unit what a message is called
   */
  FrameBuffer(int maxMessageBytes, int bound, String unit) {
    this.maxMessageBytes = maxMessageBytes;
    this.bound = bound;
    this.unit = unit;
  }

  /**
   * How much there is.
   *
   * @return the number of bytes not taken yet
   */
  public int length() {
    return bytes.readableBytes();
  }

  /**
   * Whether so many bytes are there. If not, the parser is not called again before they are, so it
   * must not ask for more than the rest of the message surely takes.
   *
   * @param byteCount 0 or more, counted from the first byte not taken
   * @return true if {@link #length()} is at least that
   * @throws FramingException if a message that long is beyond the limit
   */
  public boolean need(int byteCount) {
    if (byteCount < 0 || byteCount > bound) {
      throw tooLong();
    }
    if (length() >= byteCount) {
      return true;
    }
    needed = byteCount;
    return false;
  }

  /**
   * Looks at one byte.
   *
   * @param at its offset, 0 to {@link #length()} - 1
   * @return its value, 0 to 255
   * @throws IndexOutOfBoundsException if it has not arrived
   */
  public int peek(int at) {
    return bytes.getUnsignedByte(index(at, 1));
  }

  /**
   * Looks at a number in network byte order.
   *
   * @param at the offset of its first byte
   * @param widthBytes how many bytes it has, 1 to 8
   * @return its value, unsigned; with 8 bytes all 64 bits are used
   * @throws IndexOutOfBoundsException if it has not arrived whole
   */
  public long peekNumber(int at, int widthBytes) {
    var start = index(at, widthBytes);
    var number = 0L;
    for (var i = 0; i < widthBytes; i++) {
      number = number << Byte.SIZE | bytes.getUnsignedByte(start + i);
    }
    return number;
  }

  /**
   * Looks at text.
   *
   * @param from the offset of its first byte
   * @param to the offset after its last byte
   * @return the text as UTF-8, with U+FFFD for what is not
   * @throws IndexOutOfBoundsException if it has not arrived whole
   */
  public String peekText(int from, int to) {
    return bytes.toString(index(from, to - from), to - from, StandardCharsets.UTF_8);
  }

  /**
   * Looks at a decimal number in ASCII, as many protocols write their lengths.
   *
   * @param from the offset of its first digit
   * @param to the offset after its last digit
   * @return its value
   * @throws FramingException unless there are one to nine digits and nothing else
   * @throws IndexOutOfBoundsException if it has not arrived whole
   */
  public int peekDecimal(int from, int to) {
    var digits = to - from;
    if (digits < 1 || digits > MAX_DIGITS) {
      throw new FramingException(
          "a number of %d digits (expected: 1 to %d)".formatted(digits, MAX_DIGITS));
    }
    var text = peekText(from, to);
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new FramingException("'%s' (expected: a decimal number)".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /**
   * Finds the first of a byte.
   *
   * @param value the byte, 0 to 255
   * @return its offset, or -1
   */
  public int find(int value) {
    return find(SINGLE_BYTES[value], 0);
  }

  /**
   * Finds the first of a sequence.
   *
   * @param sequence one byte or more
   * @return the offset of its first byte, or -1
   */
  public int find(byte[] sequence) {
    return find(sequence, 0);
  }

  /**
   * Finds the first of a sequence from some offset on. Asked again for the same after more has
   * arrived, it goes on where it was.
   *
   * @param sequence one byte or more
   * @param from the first offset that counts, 0 or more
   * @return the offset of its first byte, or -1
   */
  public int find(byte[] sequence, int from) {
    var goesOn = from >= soughtFrom && Arrays.equals(sought, sequence);
    var found = Search.first(bytes, goesOn ? Math.max(from, soughtTo) : from, sequence);
    sought = sequence;
    soughtFrom = goesOn && from <= soughtTo ? soughtFrom : from;
    soughtTo = found >= 0 ? found : Math.max(from, length() - sequence.length + 1);
    return found;
  }

  /**
   * Finds the last of a byte.
   *
   * @param value the byte, 0 to 255
   * @return its offset, or -1
   */
  public int rfind(int value) {
    return rfind(SINGLE_BYTES[value]);
  }

  /**
   * Finds the last of a sequence.
   *
   * @param sequence one byte or more
   * @return the offset of its first byte, or -1
   */
  public int rfind(byte[] sequence) {
    return Search.last(bytes, sequence);
  }

  /**
   * Takes bytes.
   *
   * @param byteCount how many, 0 to {@link #length()}
   * @return a copy of them on the heap, the caller's own
   * @throws IndexOutOfBoundsException if they have not arrived
   */
  public Buffer consume(int byteCount) {
    index(0, byteCount);
    var taken = BufferInternal.buffer(byteCount);
    taken.unwrap().writeBytes(bytes, byteCount);
    forgetSearch();
    return taken;
  }

  /**
   * Takes bytes that nobody wants.
   *
   * @param byteCount how many, 0 to {@link #length()}
   * @throws IndexOutOfBoundsException if they have not arrived
   */
  public void discard(int byteCount) {
    index(0, byteCount);
    bytes.skipBytes(byteCount);
    forgetSearch();
  }

  private void forgetSearch() {
    soughtFrom = 0;
    soughtTo = 0;
  }

  private int index(int at, int byteCount) {
    if (at < 0 || byteCount < 0 || byteCount > length() - at) {
      throw new IndexOutOfBoundsException(
          "%d bytes at %d of %d".formatted(byteCount, at, length()));
    }
    return bytes.readerIndex() + at;
  }

  /** Looks at a read, after what is held, and returns whether the parser has a chance with that. */
  boolean open(ByteBuf in) {
    if (held == null) {
      bytes = in;
      appended = 0;
    } else {
      appended = Math.min(in.readableBytes(), bound - held.readableBytes());
      held.writeBytes(in, appended);
      bytes = held;
    }
    return bytes.isReadable() && length() >= needed;
  }

  /** The parser is about to look. */
  void forgetNeed() {
    needed = 0;
  }

  /** A message has been taken: the bytes of the read that follow it go back there. */
  void handBack(ByteBuf in) {
    if (held != null) {
      var back = Math.min(appended, held.readableBytes());
      in.readerIndex(in.readerIndex() - back);
      held.writerIndex(held.writerIndex() - back);
      if (!held.isReadable()) {
        held = null;
      }
    }
  }

  /** The parser has to wait: what the read still has is kept. */
  void hold(ByteBuf in) {
    if (length() >= bound) {
      throw tooLong();
    }
    if (held == null && in.isReadable()) {
      held = Unpooled.buffer(in.readableBytes()).writeBytes(in);
    }
  }

  /** Lets go of the read. */
  void close() {
    bytes = Unpooled.EMPTY_BUFFER;
  }

  /** Lets go of everything. */
  void clear() {
    close();
    held = null;
  }

  int heldBytes() {
    return held == null ? 0 : held.readableBytes();
  }

  FramingException tooLong() {
    return new FramingException("a %s longer than %d bytes".formatted(unit, maxMessageBytes));
  }
}
