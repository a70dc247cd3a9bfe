package dev.samara.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A socket that sends exactly what a test says, and reads one answer or all until the close. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer so small that the server soon notices a client which does not read. */
  RawClient(int port, int receiveBytes) throws IOException {
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
    in = new BufferedInputStream(socket.getInputStream(), 4096);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The head of one answer, and as much body as its Content-Length says. */
  String readAnswer() throws IOException {
    String head = readUntil("\r\n\r\n");
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase().startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(15).trim());
        byte[] body = in.readNBytes(length);
        return head + new String(body, StandardCharsets.UTF_8);
      }
    }
    return head;
  }

  /** Whether an answer begins within a time. */
  boolean isAnswered(Duration within) throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout((int) within.toMillis());
    in.mark(1);
    try {
      return in.read() >= 0;
    } catch (SocketTimeoutException late) {
      return false;
    } finally {
      in.reset();
      socket.setSoTimeout(before);
    }
  }

  /** Exactly so many bytes, or fewer when the server closes first. */
  byte[] readBytes(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  /** Up to and with the mark; what came so far when the server closes first. */
  String readUntil(String mark) throws IOException {
    var text = new StringBuilder();
    int length = mark.length();
    do {
      int b = in.read();
      if (b < 0) {
        break;
      }
      text.append((char) b);
    } while (text.length() < length || text.indexOf(mark, text.length() - length) < 0);
    return text.toString();
  }

  /** Everything until the server closes, in either way. */
  String readToClose() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (SocketException reset) {
      bytes.writeBytes("[reset]".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Closes with a reset instead of an orderly end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
