package dev.samara.codec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a client repeats is not read again, and means the same as the first time. */
class SameHeadsTest {
  private static final int SEEDS = 200;

  private final List<RequestHead> heads = new ArrayList<>();

  @Test
  void theSameBytesAreTheSameHead() {
    String one = "GET /a HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
    read(one + one);
    assertSame(heads.get(0), heads.get(1));
  }

  @Test
  void anotherTargetHasTheSameFields() {
    String fields = " HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n";
    read("GET /a" + fields + "GET /b" + fields);
    assertEquals("/b", heads.get(1).target());
    assertSame(heads.get(0).fields(), heads.get(1).fields());
  }

  @Test
  void aLineThatIsLongOrFarBackIsReadAgain() {
    String many = "A: b\r\n".repeat(60);
    String one = "GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(600) + "\r\n" + many + "\r\n";
    read(one + one);
    assertEquals(heads.get(0), heads.get(1));
    assertNotSame(heads.get(0), heads.get(1));
  }

  @Test
  void whateverCameBeforeChangesNothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var wire = new StringBuilder();
      List<String> alone = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String request = request(random);
        wire.append(request);
        alone.addAll(Requests.read(request));
      }
      assertEquals(alone, Requests.read(wire.toString()), "seed " + seed);
    }
  }

  /** One of few, so that lines come again, at their places and at others, and go missing. */
  private static String request(Random random) {
    var text = new StringBuilder();
    boolean body = random.nextInt(4) == 0;
    text.append(body ? "POST" : "GET").append(" /").append(random.nextInt(2)).append(" HTTP/1.1");
    text.append("\r\nHost: ").append(random.nextInt(2));
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append("\r\nA: ").append(random.nextInt(2));
    }
    if (body) {
      text.append("\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: ");
      text.append(random.nextInt(2)).append("\r\n\r\n");
    } else {
      text.append("\r\n\r\n");
    }
    return text.toString();
  }

  private void read(String wire) {
    var detector = new RequestDetector(HttpLimits.defaults());
    ByteBuf bytes = Unpooled.wrappedBuffer(Requests.bytes(wire));
    while (detector.detect(bytes, new Heads())) {
      // On to the next.
    }
  }

  private final class Heads implements RequestSink {
    @Override
    public void head(RequestHead head) {
      heads.add(head);
    }

    @Override
    public void chunk(long sizeBytes, String extensions) {
      throw new AssertionError("a chunk");
    }

    @Override
    public void data(ByteBuf data) {
      throw new AssertionError("data");
    }

    @Override
    public void lastChunk(String extensions, List<HttpField> trailers) {
      throw new AssertionError("a last chunk");
    }

    @Override
    public void end() {
      // As expected.
    }

    @Override
    public void fault(HttpFault fault) {
      throw new AssertionError(fault);
    }
  }
}
