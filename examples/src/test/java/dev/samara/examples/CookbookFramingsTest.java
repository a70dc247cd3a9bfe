package dev.samara.examples;

import static dev.samara.examples.Cuts.assertFault;
import static dev.samara.examples.Cuts.assertMessages;
import static dev.samara.examples.Cuts.hex;
import static dev.samara.examples.Cuts.latin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.FramingException;
import dev.samara.examples.cookbook.memcached.MemcachedParser;
import dev.samara.examples.cookbook.modbus.ModbusParser;
import dev.samara.examples.cookbook.nmea.NmeaFraming;
import dev.samara.examples.cookbook.nmea.Position;
import dev.samara.examples.cookbook.resp.RespParser;
import dev.samara.examples.cookbook.syslog.SyslogFraming;
import dev.samara.examples.cookbook.syslog.SyslogMessage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The five framings against the bytes of their specifications. */
class CookbookFramingsTest {

  private static final String GGA = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,";
  private static final String RFC_5424_EXAMPLE =
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - "
          + "\u00ef\u00bb\u00bf'su root' failed for lonvick on /dev/pts/8";

  @Test
  void respCommands() {
    var llen = latin("*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\n");
    var odd = latin("*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\n\r\n\0\r\r\n");
    var wire =
        Buffer.buffer(llen).appendBytes(odd).appendString("\r\n").appendBytes(llen).getBytes();
    assertMessages(RespParser.framing(100), wire, List.of(llen, odd, llen));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "GET k, byte 0x47 (expected: 0x2a)",
        "*x, 'x' (expected: a decimal number)",
        "*1025, 1025 arguments (expected: <= 1024)",
        "*1~+GET, byte 0x2b (expected: 0x24)",
        "*1~$1~ab, byte 0x62 (expected: 0x0d)",
        "*1~$101~, a command longer than 100 bytes",
        "*1234567890, a number of 10 digits (expected: 1 to 9)"
      })
  void respRefuses(String text, String fault) {
    // Written with ~ for CR and LF; enough follows that nothing is waited for.
    var wire = latin((text + "~~").replace("~", "\r\n"));
    assertFault(RespParser.framing(100), wire, fault);
  }

  @Test
  void respHoldsNoMoreThanItsLimit() {
    assertFault(
        RespParser.framing(100),
        latin("*1\r\n$9" + "9".repeat(100)),
        "a command longer than 100 bytes");
  }

  @Test
  void memcachedRequests() {
    var set = latin("set xyzkey 42 0 6\r\nabc\r\nd\r\n");
    var get = latin("get xyzkey other\r\n");
    var framing = MemcachedParser.framing(100);
    var wire = Buffer.buffer(set).appendBytes(get).appendBytes(set).getBytes();
    assertMessages(framing, wire, List.of(set, get, set));
    assertFault(
        framing, latin("set k 0 0 1\r\nab\r\n"), "a value that does not end where its length says");
    assertFault(framing, latin("set k 0 0 999999999\r\n"), "a request longer than 2148 bytes");
    assertFault(framing, latin("g".repeat(2049)), "a line longer than 2048 bytes");
  }

  @Test
  void syslogCountedAndInLines() {
    var message = latin(RFC_5424_EXAMPLE);
    var counted = message.length + " " + RFC_5424_EXAMPLE;
    var framing = new SyslogFraming(200);
    assertMessages(
        framing,
        latin(counted + RFC_5424_EXAMPLE + "\n" + counted),
        List.of(message, message, message));
    assertArrayEquals(latin(counted), Cuts.encode(framing, message));
    assertFault(framing, latin("201 <34>1"), "message length: 201 bytes (expected: <= 200)");
    assertFault(framing, latin("<" + "3".repeat(210)), "a message longer than 200 bytes");
    assertFault(framing, latin("1234567890"), "a number of 10 digits (expected: 1 to 9)");
    assertFault(framing, latin("\n"), "byte 0x0a (expected: a length, or '<')");
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("text")));
  }

  @Test
  void syslogMessagesOfTheSpecification() {
    assertEquals(
        Optional.of(
            new SyslogMessage(
                4, 2, "mymachine.example.com", "su", "'su root' failed for lonvick on /dev/pts/8")),
        SyslogMessage.of(Buffer.buffer(latin(RFC_5424_EXAMPLE))));
    var structured =
        "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
            + "[exampleSDID@32473 iut=\"3\" eventSource=\"Appli\\]cation\" eventID=\"1011\"]"
            + "[examplePriority@32473 class=\"high\"]";
    assertEquals(
        Optional.of(new SyslogMessage(20, 5, "mymachine.example.com", "evntslog", "")),
        SyslogMessage.of(Buffer.buffer(structured)));
    assertEquals(Optional.empty(), SyslogMessage.of(Buffer.buffer("<34>Oct 11 22:14:15 old")));
    assertEquals(Optional.empty(), SyslogMessage.of(Buffer.buffer("<192>1 - - - - - -")));
  }

  @Test
  void nmeaSentencesBetweenNoise() {
    var framing = new NmeaFraming();
    var wire = "$" + GGA + "*47\r\n";
    assertArrayEquals(latin(wire), Cuts.encode(framing, latin(GGA)));
    assertMessages(
        framing,
        latin("\u0000noise" + wire + "$GPGGA,1*00\r\n$short\r\n$*\r\n\r\n" + wire),
        List.of(latin(GGA), latin(GGA)));
    assertFault(framing, latin("$" + "x".repeat(81)), "a message longer than 76 bytes");
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("a*b")));
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("x".repeat(77))));
  }

  @Test
  void nmeaPositions() {
    var position = Position.of(Buffer.buffer(GGA)).orElseThrow();
    assertEquals(48.1173, position.latitude(), 1e-6);
    assertEquals(11.516667, position.longitude(), 1e-6);
    assertEquals(Optional.empty(), Position.of(Buffer.buffer("GPGGA,123519,,,,,0,,,,,,,,")));
    assertEquals(Optional.empty(), Position.of(Buffer.buffer("GPRMC,123519,A")));
    var southWest = GGA.replace(",N,", ",S,").replace(",E,", ",W,");
    assertEquals(
        new Position(-position.latitude(), -position.longitude()),
        Position.of(Buffer.buffer(southWest)).orElseThrow());
  }

  @Test
  void modbusRequests() {
    // The specification's example of function 3, three registers from 107 on.
    var read = hex("1501 0000 0006 ff 03 006b 0003");
    var wire = Buffer.buffer(read).appendBytes(read).getBytes();
    assertMessages(ModbusParser.framing(), wire, List.of(read, read));
    assertFault(ModbusParser.framing(), hex("0001 0001 0006"), "protocol: 1 (expected: 0)");
    assertFault(
        ModbusParser.framing(), hex("0001 0000 0001"), "length: 1 bytes (expected: 2 to 254)");
    assertFault(
        ModbusParser.framing(), hex("0001 0000 00ff"), "length: 255 bytes (expected: 2 to 254)");
  }
}
