package dev.samara.load.cluster;

import io.netty.buffer.ByteBuf;

/**
 * Checks the items of a stream: they have the numbers from 0 on and nothing between them. Owned by
 * one thread; {@link #items} is for all.
 */
final class ItemReader {
  private final Content content;

  /** Written by the owner only. */
  private volatile long items;

  /** Bytes that were read of the current item. */
  private int at;

  private long number;

  ItemReader(Content content) {
    this.content = content;
  }

  /** How many have arrived whole. */
  long items() {
    return items;
  }

  /**
   * Takes the next bytes of the stream, which may begin and end anywhere in an item.
   *
   * @return whether they are right; once false, the reader is of no use any more
   */
  boolean accept(ByteBuf bytes) {
    long whole = items;
    boolean right = true;
    while (right && bytes.isReadable()) {
      if (at < Long.BYTES) {
        number = number << Byte.SIZE | bytes.readUnsignedByte();
        at++;
      } else {
        int length = Math.min(bytes.readableBytes(), content.bytes() - at);
        right = content.matchesFilling(bytes, bytes.readerIndex(), at, at + length);
        bytes.skipBytes(length);
        at += length;
      }
      if (at == content.bytes()) {
        right &= number == whole;
        whole++;
        at = 0;
      }
    }
    items = whole;
    return right;
  }
}
