package dev.samara.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A blocking socket that knows nothing of Samara. Reads are bounded by the test's own time limit.
 */
final class RawClient implements Closeable {

  private final SocketChannel channel;

  private RawClient(SocketChannel channel) {
    this.channel = channel;
  }

  private RawClient(SocketAddress address, StandardProtocolFamily family) {
    try {
      channel = SocketChannel.open(family);
      channel.connect(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawClient tcp(int port) {
    return new RawClient(new InetSocketAddress("127.0.0.1", port), StandardProtocolFamily.INET);
  }

  /** Connects from an address of the loopback network. */
  static RawClient tcpFrom(String source, int port) {
    try {
      var channel = SocketChannel.open(StandardProtocolFamily.INET);
      channel.bind(new InetSocketAddress(source, 0));
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      return new RawClient(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawClient unix(Path path) {
    return new RawClient(UnixDomainSocketAddress.of(path), StandardProtocolFamily.UNIX);
  }

  RawClient write(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  RawClient write(byte[] bytes) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads exactly that many bytes. */
  byte[] read(int byteCount) {
    try {
      var buffer = ByteBuffer.allocate(byteCount);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new AssertionError(
              "the server closed after " + buffer.position() + " of " + byteCount + " bytes");
        }
      }
      return buffer.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String readLine() {
    var line = new ByteArrayOutputStream();
    for (var next = read(1)[0]; next != '\n'; next = read(1)[0]) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Reads text until the server closes. */
  String readToEnd() {
    return new String(readToEndBytes(), StandardCharsets.UTF_8);
  }

  /** Reads until the server closes. */
  byte[] readToEndBytes() {
    try {
      var all = new ByteArrayOutputStream();
      var buffer = ByteBuffer.allocate(64 * 1024);
      while (channel.read(buffer) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient endOutput() {
    try {
      channel.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes so that the peer gets a reset instead of an end. */
  void reset() {
    try {
      channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
