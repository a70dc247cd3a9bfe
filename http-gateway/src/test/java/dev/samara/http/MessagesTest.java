package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.http.HttpFault;
import dev.samara.codec.http.HttpField;
import dev.samara.codec.http.HttpLimits;
import dev.samara.codec.http.RequestDetector;
import dev.samara.codec.http.RequestHead;
import dev.samara.codec.http.RequestSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed and ambiguous messages, and the valid ones beside them, as messages.txt has them. */
class MessagesTest {
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n\r\n";

  /** More splits of long messages would tell nothing new. */
  private static final int MAX_SPLITS = 300;

  @TempDir static Path folder;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = new TestGateway(folder);
    Files.writeString(folder.resolve("victim"), "alive");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void thereAreEnough() {
    List<Message> all = Message.all();
    assertTrue(all.size() >= 120, all.size() + " cases");
    assertEquals(all.size(), all.stream().map(Message::name).distinct().count());
  }

  /** What follows is a request to delete a file, which only whoever misreads the message sees. */
  @ParameterizedTest
  @MethodSource("dev.samara.http.Message#stream")
  void overASocket(Message message) throws Exception {
    Files.deleteIfExists(folder.resolve("x"));
    try (var raw = new RawClient(gateway.port())) {
      raw.send(message.bytes());
      if (message.kept()) {
        assertStatus(message.status(), raw.readAnswer());
        raw.send("GET /health/live" + HEAD);
        assertStatus(200, raw.readAnswer());
      } else {
        raw.send("DELETE /uploads/victim" + HEAD);
        String answers = raw.readToClose();
        assertStatus(message.status(), answers);
        assertEquals(1, answers.split("(?m)^HTTP/1[.][01] [0-9]", -1).length - 1, answers);
        assertTrue(answers.toLowerCase().contains("\r\nconnection: close\r\n"), answers);
      }
    }
    assertEquals("alive", Files.readString(folder.resolve("victim")));
  }

  @ParameterizedTest
  @MethodSource("dev.samara.http.Message#stream")
  void howeverItIsCut(Message message) {
    byte[] wire = message.bytes();
    String whole = read(wire, new int[] {});
    assertEquals(whole, read(wire, IntStream.range(1, wire.length).toArray()), "bytewise");
    int step = Math.max(1, wire.length / MAX_SPLITS);
    for (int split = 1; split < wire.length; split += step) {
      assertEquals(whole, read(wire, new int[] {split}), "split at " + split);
    }
    var random = new Random(wire.length);
    for (int i = 0; i < 20; i++) {
      int[] cuts = random.ints(5, 0, wire.length + 1).sorted().toArray();
      assertEquals(whole, read(wire, cuts), "seed " + wire.length);
    }
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.matches("(?s)HTTP/1[.][01] " + status + " .*"), answer);
  }

  private static String read(byte[] wire, int[] cuts) {
    var found = new Found();
    var detector = new RequestDetector(HttpLimits.defaults());
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : wire.length;
      ByteBuf piece = Unpooled.wrappedBuffer(wire, from, to - from);
      while (detector.detect(piece, found)) {
        found.text.append("--\n");
      }
      from = to;
    }
    return found.text.toString();
  }

  /** The words of it all, without where data was cut. */
  private static final class Found implements RequestSink {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void head(RequestHead head) {
      text.append(head).append('\n');
    }

    @Override
    public void chunk(long sizeBytes, String extensions) {
      text.append(sizeBytes).append(extensions).append('\n');
    }

    @Override
    public void data(ByteBuf data) {
      text.append(data.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void lastChunk(String extensions, List<HttpField> trailers) {
      text.append("last").append(extensions).append(trailers).append('\n');
    }

    @Override
    public void end() {
      text.append("end\n");
    }

    @Override
    public void fault(HttpFault fault) {
      text.append(fault).append('\n');
    }
  }
}
