package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.catalog.Framings;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.codec.magic.MagicFraming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingsTest {

  @Test
  void knowTheOnesUsedFromTheStart() {
    assertEquals(new LengthFraming(10), Framings.parse("length32", 10));
    assertEquals(new LineFraming(10), Framings.parse("lines", 10));
    assertEquals(new MagicFraming(16, 10), Framings.parse("magic:16", 10));
    assertEquals(new MagicFraming(-1, 10), Framings.parse("magic:0xFFFFFFFF", 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "line; framing: 'line' (expected: lines? Known: lines, lines:, ",
        "lenght32; framing: 'lenght32' (expected: length32? Known: lines, ",
        "length32-le; framing: 'length32-le' (expected: length32le? Known: ",
        "fixed; framing: 'fixed' (expected: fixed:? Known: ",
        "netstring:5; framing: 'netstring:5' (expected: netstring? Known: ",
        "wholly different; framing: 'wholly different' (expected: lines, lines:, delimiter:, length8,",
        "lines:cr; framing: 'lines:cr' (expected: lines, lines:lf or lines:crlf)",
        "fixed:many; framing: 'fixed:many' (expected: a number of 32 bits after the colon)",
        "fixed:0; messageBytes: 0 (expected: 1 to 1073741824)",
        "magic:0xfffffffff; framing: 'magic:0xfffffffff' (expected: a number of 32 bits",
        "delimiter:; delimiter: 0 bytes (expected: 1 to 16)",
      })
  void nameWhatMayHaveBeenMeant(String text, String message) {
    var fault = assertThrows(IllegalArgumentException.class, () -> Framings.parse(text, 10));
    assertTrue(fault.getMessage().startsWith(message), fault.getMessage());
  }

  @Test
  void checkTheLimit() {
    assertThrows(IllegalArgumentException.class, () -> Framings.parse("cobs", 0));
  }
}
