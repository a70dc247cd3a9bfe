package dev.samara.codec.magic;

import dev.samara.codec.counted.CountedDecoder;
import io.netty.buffer.ByteBuf;

/** Reads the heads of {@link MagicFraming}. */
final class MagicDecoder extends CountedDecoder {

  private final int magic;

  /** The three numbers of the head, as far as they are read. */
  private final int[] words = new int[MagicFraming.HEAD_BYTES / Integer.BYTES];

  MagicDecoder(int magic, int maxMessageBytes) {
    super(maxMessageBytes, 0);
    this.magic = magic;
  }

  @Override
  protected boolean readHead(ByteBuf in) {
    if (headBytes == 0 && in.readableBytes() >= MagicFraming.HEAD_BYTES) {
      for (var i = 0; i < words.length; i++) {
        words[i] = in.readInt();
      }
      headBytes = MagicFraming.HEAD_BYTES;
    }
    while (headBytes < MagicFraming.HEAD_BYTES && in.isReadable()) {
      var i = headBytes / Integer.BYTES;
      words[i] = words[i] << Byte.SIZE | in.readUnsignedByte();
      headBytes++;
    }
    // As soon as it is there: somebody who speaks another protocol may wait for an answer.
    if (headBytes >= Integer.BYTES && words[0] != magic) {
      throw bad("magic number: 0x%08x (expected: 0x%08x)".formatted(words[0], magic));
    }
    if (headBytes < MagicFraming.HEAD_BYTES) {
      return false;
    }
    if (words[2] == 0) {
      throw bad("payload length: 0 bytes (expected: >= 1)");
    }
    announce(Integer.BYTES + Integer.toUnsignedLong(words[2]));
    return true;
  }

  @Override
  protected void begin(ByteBuf message) {
    message.writeInt(words[1]);
  }
}
