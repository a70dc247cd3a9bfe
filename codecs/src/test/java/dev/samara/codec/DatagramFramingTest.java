package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.datagram.DatagramFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramFramingTest {

  @Test
  void takesEachReadAsOneMessageAndSurvivesALongOne() {
    var decoder = DatagramFraming.webSocket(3).newDecoder();
    var messages = new ArrayList<String>();
    FrameSink sink = frame -> messages.add(frame.toString());
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("abc")), sink);
    assertThrows(
        FramingException.class,
        () -> decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("abcd")), sink));
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("")), sink);
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("x")), sink);
    assertEquals(List.of("abc", "", "x"), messages);
  }

  @Test
  void refusesToWriteAnEmptyUdpDatagram() {
    assertThrows(FramingException.class, () -> DatagramFraming.udp().encodedBytes(Buffer.buffer()));
    assertEquals(0, DatagramFraming.webSocket(1).encodedBytes(Buffer.buffer()));
  }
}
