package dev.samara.node.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A client of a stream listener that reads with a deadline. One thread may send, one receive. */
final class Peer implements AutoCloseable {

  private static final Duration READ_LIMIT = Duration.ofSeconds(30);

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(64 * 1024).limit(0);

  private Peer(SocketChannel channel) {
    this.channel = channel;
  }

  static Peer tcp(int port) throws IOException {
    return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  static Peer unix(Path socket) throws IOException {
    return connect(UnixDomainSocketAddress.of(socket));
  }

  private static Peer connect(SocketAddress address) throws IOException {
    var channel = SocketChannel.open(address);
    channel.configureBlocking(false);
    return new Peer(channel);
  }

  /** A client for which the kernel keeps little, so that answers wait at the node. */
  static Peer slowTcp(int port) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    return new Peer(channel);
  }

  Peer line(String text) throws IOException {
    return send((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Peer send(byte[] bytes) throws IOException {
    var left = ByteBuffer.wrap(bytes);
    var deadline = System.nanoTime() + READ_LIMIT.toNanos();
    while (left.hasRemaining()) {
      if (channel.write(left) == 0) {
        if (System.nanoTime() - deadline > 0) {
          throw new IOException("the node does not read");
        }
        Poll.step();
      }
    }
    return this;
  }

  /** As much as fits without waiting; how many bytes that was. */
  int offer(byte[] bytes) throws IOException {
    return channel.write(ByteBuffer.wrap(bytes));
  }

  /** The next byte, or -1 at the end, be it by a reset. */
  int read() throws IOException {
    if (!input.hasRemaining() && !fill()) {
      return -1;
    }
    return input.get() & 0xff;
  }

  private boolean fill() throws IOException {
    var deadline = System.nanoTime() + READ_LIMIT.toNanos();
    while (true) {
      int count = channel.read(input.clear());
      input.flip();
      if (count != 0) {
        return count > 0;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("nothing to read within " + READ_LIMIT);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  byte[] read(int count) throws IOException {
    var bytes = new byte[count];
    for (var i = 0; i < count; i++) {
      var value = read();
      if (value < 0) {
        throw new AssertionError("closed after " + i + " of " + count + " bytes");
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  /** The next line without its end. */
  String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var value = read(); value != '\n'; value = read()) {
      if (value < 0) {
        throw new AssertionError("closed within the line '" + line + "'");
      }
      line.write(value);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Reads lines up to the one that is meant. */
  void awaitLine(String meant) throws IOException {
    while (!readLine().equals(meant)) {
      // Others are of no interest.
    }
  }

  /** All lines up to an end in good order; a reset fails. */
  List<String> linesToEnd() throws IOException {
    var lines = new ArrayList<String>();
    var line = new ByteArrayOutputStream();
    for (var value = read(); value >= 0; value = read()) {
      if (value == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(value);
      }
    }
    if (line.size() > 0) {
      throw new AssertionError("ended within a line of " + line.size() + " bytes");
    }
    return lines;
  }

  /** Whether this line comes before the node closes, in whatever way. */
  boolean hasLine(String meant) {
    try {
      awaitLine(meant);
      return true;
    } catch (IOException | AssertionError closed) {
      return false;
    }
  }

  /** Waits until the node closes, in whatever way. */
  void awaitClose() {
    try {
      while (read() >= 0) {
        // What is still said is of no interest.
      }
    } catch (IOException reset) {
      // A close as well.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
