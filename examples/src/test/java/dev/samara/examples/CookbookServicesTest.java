package dev.samara.examples;

import static dev.samara.examples.Cuts.hex;
import static dev.samara.examples.Cuts.latin;
import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.examples.cookbook.Cookbook;
import dev.samara.examples.cookbook.syslog.SyslogCollector;
import dev.samara.net.Hub;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The five services over sockets. */
class CookbookServicesTest {

  private static final int READ_TIMEOUT_MILLIS = 20_000;

  private final Vertx vertx = Vertx.vertx();
  private final SyslogCollector collector = new SyslogCollector(2);
  private Hub hub;

  @BeforeEach
  void start() {
    hub = await(Hub.start(vertx, "cookbook"));
    await(Cookbook.start(hub, collector, 0));
  }

  @AfterEach
  void close() {
    Hubs.assertSettled(hub);
    await(vertx.close());
  }

  /** Sends all of it, ends the output, and reads until the service has closed. */
  private byte[] exchange(String listener, byte[] sent) throws IOException {
    try (var socket = new Socket("127.0.0.1", Hubs.port(hub, listener))) {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    }
  }

  private String exchange(String listener, String sent) throws IOException {
    return new String(exchange(listener, latin(sent)), StandardCharsets.UTF_8);
  }

  @Test
  void respKeepsValues() throws Exception {
    var answers =
        exchange(
            "resp",
            "*3\r\n$3\r\nset\r\n$1\r\nk\r\n$5\r\na\r\nb!\r\n"
                + "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*3\r\n$3\r\nDEL\r\n$1\r\nk\r\n$1\r\nk\r\n"
                + "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*2\r\n$6\r\nEXISTS\r\n$1\r\nk\r\n*0\r\n"
                + "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n*1\r\n$4\r\nQUIT\r\n");
    assertEquals(
        "+OK\r\n$5\r\na\r\nb!\r\n:1\r\n$-1\r\n:0\r\n"
            + "-ERR unknown command, or not with so many arguments\r\n"
            + "+PONG\r\n$2\r\nhi\r\n+OK\r\n",
        answers);
  }

  @Test
  void memcachedKeepsValues() throws Exception {
    var answers =
        exchange(
            "memcached",
            "set a 7 0 4\r\n1\r\n2\r\nset b 0 0 0 noreply\r\n\r\nget a x b\r\ndelete a\r\n"
                + "delete a\r\nset c 0 60 1\r\nx\r\nset c\r\nversion\r\nwhat\r\nquit\r\n");
    assertEquals(
        "STORED\r\nVALUE a 7 4\r\n1\r\n2\r\nVALUE b 0 0\r\n\r\nEND\r\nDELETED\r\nNOT_FOUND\r\n"
            + "SERVER_ERROR this cache keeps nothing for a limited time\r\nERROR\r\n"
            + "VERSION 1.0.0\r\nERROR\r\n",
        answers);
  }

  @Test
  void syslogKeepsTheLatest() throws Exception {
    assertEquals(
        "",
        exchange("syslog", "<14>1 - h a - - - 1\n<14>1 - h a - - - 2\nold<13>1 - h b - - - 3\n"));
    assertEquals("", exchange("syslog", "<34>not of the RFC\n19 <15>1 - h b - - - 3"));
    assertEquals(1, collector.unreadable());
    assertEquals(2, collector.latest().size());
    assertEquals("2", collector.latest().getFirst().text());
    assertEquals(7, collector.latest().getLast().severity());
  }

  @Test
  void nmeaAnswersFixes() throws Exception {
    var sentence = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";
    assertEquals("$PSAM,48.117300,11.516667*02\r\n", exchange("nmea", "noise" + sentence));
  }

  @ParameterizedTest
  @CsvSource({
    // Function 16: registers 1 and 2 become 10 and 258 (the specification's example).
    "0001 0000 000b 11 10 0001 0002 04 000a 0102, 0001 0000 0006 11 10 0001 0002",
    "0002 0000 0006 11 06 0001 0003, 0002 0000 0006 11 06 0001 0003",
    "0003 0000 0006 11 03 0000 0002, 0003 0000 0007 11 03 04 0000 0000",
    "0004 0000 0006 11 03 03e7 0002, 0004 0000 0003 11 83 02",
    "0005 0000 0006 11 03 0000 0000, 0005 0000 0003 11 83 03",
    "0006 0000 0006 11 06 03e8 0000, 0006 0000 0003 11 86 02",
    "0007 0000 0009 11 10 03e8 0001 02 0000, 0007 0000 0003 11 90 02",
    "0008 0000 0008 11 10 0000 0001 02 00, 0008 0000 0003 11 90 03",
    "0009 0000 0002 11 10, 0009 0000 0003 11 90 03",
    "000a 0000 0002 11 03, 000a 0000 0003 11 83 03",
    "000b 0000 0002 11 06, 000b 0000 0003 11 86 03",
    "000c 0000 0002 11 2b, 000c 0000 0003 11 ab 01"
  })
  void modbusAnswers(String request, String answer) throws Exception {
    assertArrayEquals(hex(answer), exchange("modbus", hex(request)));
  }

  @Test
  void modbusReadsWhatWasWritten() throws Exception {
    exchange("modbus", hex("0001 0000 000b 11 10 0001 0002 04 000a 0102"));
    assertArrayEquals(
        hex("0002 0000 0009 11 03 06 0000 000a 0102"),
        exchange("modbus", hex("0002 0000 0006 11 03 0000 0003")));
  }
}
