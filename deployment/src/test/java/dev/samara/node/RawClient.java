package dev.samara.node;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A blocking socket that knows nothing of Samara. Reads are bounded by the test's time limit. */
public final class RawClient implements Closeable {

  private final Closeable socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawClient(Closeable socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new DataInputStream(in);
    this.out = out;
  }

  public static RawClient tcp(int port) {
    try {
      var socket = new Socket("127.0.0.1", port);
      return new RawClient(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawClient unix(Path path) {
    try {
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path));
      return new RawClient(
          channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawClient write(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawClient write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] read(int byteCount) {
    try {
      var bytes = new byte[byteCount];
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line, or {@code <end>} when the server has closed. */
  public String readLine() {
    try {
      var line = new java.io.ByteArrayOutputStream();
      for (var next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          return "<end>";
        }
        line.write(next);
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
