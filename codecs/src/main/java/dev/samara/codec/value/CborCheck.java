package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;

/**
 * Looks over CBOR before it is parsed: well-formed as Appendix C of RFC 8949 has it, texts in
 * strict UTF-8, fields with texts as names, and none of what records have no use for (tags but for
 * long and decimal numbers, undefined, simple values). The parser is more lenient. One value.
 */
final class CborCheck {

  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int LONG_NUMBER = 0xc2;
  private static final int NEGATIVE_LONG_NUMBER = 0xc3;

  private final ByteBuf in;
  private final Bounds bounds;

  CborCheck(ByteBuf in, Bounds bounds) {
    this.in = in;
    this.bounds = bounds;
  }

  /** Reads one item to its end. */
  void item() {
    var head = need(1).readUnsignedByte();
    var info = head & 0x1f;
    switch (head >> 5) {
      case 0, 1 -> argument(info);
      case BYTES -> string(info, BYTES);
      case TEXT -> string(info, TEXT);
      case ARRAY -> array(info);
      case 5 -> map(info);
      case 6 -> tagged(argument(info));
      default -> simple(info);
    }
  }

  private void string(int info, int major) {
    if (info != INDEFINITE) {
      chunk(argument(info), major);
      return;
    }
    while (!atBreak()) {
      var head = need(1).readUnsignedByte();
      if (head >> 5 != major) {
        throw malformed();
      }
      chunk(argument(head & 0x1f), major);
    }
  }

  private void chunk(long byteCount, int major) {
    need(byteCount);
    if (major == TEXT) {
      Texts.decode(in, in.readerIndex(), (int) byteCount);
    }
    in.skipBytes((int) byteCount);
  }

  private void array(int info) {
    bounds.enter();
    var left = info == INDEFINITE ? Long.MAX_VALUE : count(info);
    while (left-- > 0 && !(info == INDEFINITE && atBreak())) {
      item();
    }
    bounds.leave();
  }

  private void map(int info) {
    bounds.enter();
    var left = info == INDEFINITE ? Long.MAX_VALUE : count(info);
    while (left-- > 0 && !(info == INDEFINITE && atBreak())) {
      if (need(1).getUnsignedByte(in.readerIndex()) >> 5 != TEXT) {
        throw CodecException.invalid("a field whose name is not a text");
      }
      item();
      item();
    }
    bounds.leave();
  }

  /** Tags 2 and 3: a long number; 4: a decimal fraction, exponent and digits. */
  private void tagged(long tag) {
    var head = need(1).readUnsignedByte();
    if ((tag == 2 || tag == 3) && head >> 5 == BYTES) {
      var byteCount = argument(head & 0x1f);
      bounds.numberBytes(byteCount);
      chunk(byteCount, BYTES);
    } else if (tag == 4 && head == (ARRAY << 5 | 2)) {
      if (need(1).getUnsignedByte(in.readerIndex()) >> 5 > 1) {
        throw malformed();
      }
      item();
      number();
    } else {
      throw CodecException.invalid("tag %s (expected: 2, 3 or 4)".formatted(tag));
    }
  }

  private void number() {
    var head = need(1).getUnsignedByte(in.readerIndex());
    if (head >> 5 > 1 && head != LONG_NUMBER && head != NEGATIVE_LONG_NUMBER) {
      throw malformed();
    }
    item();
  }

  private void simple(int info) {
    switch (info) {
      // false, true, null
      case 20, 21, 22 -> {}
      // half, single and double precision
      case 25, 26, 27 -> argument(info);
      default -> throw malformed();
    }
  }

  private boolean atBreak() {
    if (need(1).getUnsignedByte(in.readerIndex()) != BREAK) {
      return false;
    }
    in.skipBytes(1);
    return true;
  }

  /**
   * How many items; more than there can be in the bytes left end too early, and negative ones too.
   */
  private long count(int info) {
    var count = argument(info);
    need(count);
    return count;
  }

  /** The number in a head; those beyond a long are negative. */
  private long argument(int info) {
    return switch (info) {
      case 24 -> need(1).readUnsignedByte();
      case 25 -> need(2).readUnsignedShort();
      case 26 -> need(4).readUnsignedInt();
      case 27 -> need(8).readLong();
      default -> {
        if (info >= 28) {
          throw malformed();
        }
        yield info;
      }
    };
  }

  private ByteBuf need(long byteCount) {
    if (byteCount < 0 || in.readableBytes() < byteCount) {
      throw CodecException.invalid("the value ends too early");
    }
    return in;
  }

  private static CodecException malformed() {
    return CodecException.invalid("malformed CBOR");
  }
}
