package dev.samara.net.simple;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * TCP and UNIX sockets: the channel does not block, and a selector for each direction waits, since
 * sockets of the JDK know no limit on writing and UNIX ones none at all.
 */
final class ChannelWire implements Wire {

  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;

  private ChannelWire(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.readable = Selector.open();
    this.writable = Selector.open();
  }

  static ChannelWire connect(SocketAddress address, StandardProtocolFamily family, Duration within)
      throws IOException {
    var channel = SocketChannel.open(family);
    try {
      channel.configureBlocking(false);
      var wire = new ChannelWire(channel);
      if (!channel.connect(address)) {
        await(channel, wire.writable, SelectionKey.OP_CONNECT, deadlineNanos(within));
        channel.finishConnect();
      }
      wire.watch();
      return wire;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void watch() throws IOException {
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  private static void await(SocketChannel channel, Selector selector, int ops, long deadlineNanos)
      throws IOException {
    channel.register(selector, ops);
    await(selector, deadlineNanos);
  }

  private static long deadlineNanos(Duration within) {
    return System.nanoTime() + within.toNanos();
  }

  /** Waits until the selector's channel is ready. */
  private static void await(Selector selector, long deadlineNanos) throws IOException {
    var ready = false;
    while (!ready) {
      var millis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
      if (millis <= 0) {
        throw new SocketTimeoutException("the time is over");
      }
      ready = select(selector, millis);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** Waits; says whether the channel is ready. Another thread may close it meanwhile. */
  private static boolean select(Selector selector, long millis) throws IOException {
    try {
      selector.select(millis);
      var ready = !selector.selectedKeys().isEmpty();
      selector.selectedKeys().clear();
      return ready;
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int read(ByteBuffer into, Duration within) throws IOException {
    var deadlineNanos = deadlineNanos(within);
    for (var read = channel.read(into); ; read = channel.read(into)) {
      if (read != 0) {
        return read;
      }
      await(readable, deadlineNanos);
    }
  }

  @Override
  public void write(ByteBuffer bytes, Duration within) throws IOException {
    var deadlineNanos = deadlineNanos(within);
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(writable, deadlineNanos);
      }
    }
  }

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    readable.close();
    writable.close();
  }
}
