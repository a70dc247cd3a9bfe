package dev.samara.load.http;

import dev.samara.load.http.Answers.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One upload in chunks over a connection of its own; blocks. Immutable. */
public final class ChunkedUpload {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int ANSWER_PATIENCE_MILLIS = 120_000;

  private final byte[] chunk;

  /** Makes up what is sent: the same chunk again and again, with its length and line ends. */
  public ChunkedUpload() {
    byte[] head = "%x\r\n".formatted(CHUNK_BYTES).getBytes(StandardCharsets.US_ASCII);
    chunk = new byte[head.length + CHUNK_BYTES + 2];
    new Random(1).nextBytes(chunk);
    System.arraycopy(head, 0, chunk, 0, head.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
  }

  /**
   * Uploads.
   *
   * @param server host and port
   * @param path as {@code /uploads/NAME}
   * @param chunks how many chunks of 64 KiB
   * @return the bytes that were stored
   * @throws IOException if the answer is no success; says what it is
   */
  public long run(InetSocketAddress server, String path, int chunks) throws IOException {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(ANSWER_PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(
          "PUT %s HTTP/1.1\r\nHost: bench\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(path)
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < chunks; i++) {
        out.write(chunk);
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Answer answer = new Answers(socket.getInputStream()).next();
      if (answer.status() / 100 != 2) {
        throw new IOException("PUT %s is answered %d".formatted(path, answer.status()));
      }
      return (long) chunks * CHUNK_BYTES;
    }
  }
}
