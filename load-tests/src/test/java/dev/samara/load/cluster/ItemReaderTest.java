package dev.samara.load.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemReaderTest {
  private static final int BYTES = 40;

  private final Content content = new Content(BYTES);
  private final ItemReader reader = new ItemReader(content);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 39, 40, 41, 1_000})
  void rightItemsAreCountedHoweverTheyAreCut(int pieceBytes) {
    ByteBuf stream = items(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    while (stream.isReadable()) {
      assertTrue(reader.accept(stream.readSlice(Math.min(pieceBytes, stream.readableBytes()))));
      assertEquals(stream.readerIndex() / BYTES, reader.items());
    }
    assertEquals(10, reader.items());
  }

  @Test
  void missingItemIsFound() {
    assertFalse(reader.accept(items(0, 1, 3)));
  }

  @Test
  void itemThatComesTwiceIsFound() {
    assertFalse(reader.accept(items(0, 1, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 20, 39, 47, 79})
  void eachWrongByteIsFound(int place) {
    ByteBuf stream = items(0, 1);
    stream.setByte(place, stream.getByte(place) + 1);
    assertFalse(reader.accept(stream));
  }

  private ByteBuf items(long... numbers) {
    ByteBuf all = Unpooled.buffer();
    for (long number : numbers) {
      all.writeBytes(content.message(number));
    }
    return all;
  }
}
