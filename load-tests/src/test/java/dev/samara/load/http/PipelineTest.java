package dev.samara.load.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.http.Pipeline.Exchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that answers with the path, and does one thing wrong at the tenth request. */
class PipelineTest {
  private static final List<Exchange> CHOICES =
      IntStream.range(0, 50)
          .mapToObj(
              i -> new Exchange("GET /%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(i), 200, "/" + i))
          .toList();

  @Test
  void rightAnswersOfEitherFramingAreCounted() throws Exception {
    assertEquals(100, run("NONE"));
    assertEquals(100, run("CHUNKED"));
  }

  @ParameterizedTest
  @CsvSource({
    "SWAP, request 9 (GET /",
    "DROP, request 9 (GET /",
    "TWICE, request 10 (GET /",
    "STATUS, was answered 500",
    "CLOSE, the connection ended"
  })
  void faultOfTheServerIsFound(String fault, String message) {
    IOException caught = assertThrows(IOException.class, () -> run(fault));
    assertTrue(caught.getMessage().contains(message), caught.getMessage());
  }

  private static int run(String fault) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(listening, fault));
      return new Pipeline((InetSocketAddress) listening.getLocalSocketAddress(), 7)
          .run(CHOICES, 100);
    }
  }

  private static void serve(ServerSocket listening, String fault) {
    try (Socket socket = listening.accept();
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      OutputStream out = socket.getOutputStream();
      for (int index = 0; index < 100; index++) {
        String path = path(in);
        switch (index == 9 ? fault : "NONE") {
          case "SWAP" -> {
            out.write(answer(200, path(in), false));
            out.write(answer(200, path, false));
            index++;
          }
          case "DROP" -> {}
          case "TWICE" -> {
            out.write(answer(200, path, false));
            out.write(answer(200, path, false));
          }
          case "STATUS" -> out.write(answer(500, path, false));
          case "CLOSE" -> {
            return;
          }
          default -> out.write(answer(200, path, fault.equals("CHUNKED")));
        }
      }
    } catch (IOException gone) {
      // The client has found the fault.
    }
  }

  private static String path(BufferedReader in) throws IOException {
    String path = in.readLine().split(" ")[1];
    while (!in.readLine().isEmpty()) {
      // The rest of the head.
    }
    return path;
  }

  private static byte[] answer(int status, String body, boolean chunked) {
    String text =
        chunked
            ? "HTTP/1.1 %d OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(status, body.length(), body)
            : "HTTP/1.1 %d OK\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
