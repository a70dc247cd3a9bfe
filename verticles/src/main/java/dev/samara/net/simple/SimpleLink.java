package dev.samara.net.simple;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/**
 * Messages over one socket, in blocking calls.
 *
 * <pre>{@code
 * try (var link = SimpleLink.tcp("localhost", 7401, new LineFraming(65_536), DEFAULT)) {
 *   link.send(Buffer.buffer("hello"));
 *   var answer = link.receive();
 * }
 * }</pre>
 *
 * <p>One thread may send while another receives; more wait for their turn. An interrupt ends what
 * the thread waits for, and may end the link with it. Closing is legal from any thread and ends
 * both.
 */
public final class SimpleLink implements AutoCloseable {

  private static final int READ_BYTES = 64 * 1024;

  private final Wire wire;
  private final Framing framing;
  private final SimpleLinkOptions options;
  private final ReentrantLock sending = new ReentrantLock(true);
  private final ReentrantLock receiving = new ReentrantLock(true);

  // Guarded by receiving:
  private final FrameDecoder decoder;
  private final ArrayDeque<Buffer> received = new ArrayDeque<>();
  private final ByteBuffer chunk = ByteBuffer.allocate(READ_BYTES);
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  private SimpleLink(Wire wire, Framing framing, SimpleLinkOptions options) {
    this.wire = wire;
    this.framing = framing;
    this.options = options;
    this.decoder = framing.newDecoder();
  }

  /** Makes the wire. */
  private interface Connecting {
    Wire connect() throws IOException;
  }

  private static SimpleLink connect(
      String where, Framing framing, SimpleLinkOptions options, Connecting connecting)
      throws LinkException {
    try {
      return new SimpleLink(connecting.connect(), framing, options);
    } catch (IOException | RuntimeException e) {
      // Addresses that cannot be resolved are runtime exceptions of channels.
      var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new LinkException(
          LinkException.Kind.CONNECT, "cannot connect to %s: %s".formatted(where, why), e);
    }
  }

  /**
   * Connects over TCP.
   *
   * @param host name or address
   * @param port the port
   * @param framing how messages are cut out of the stream
   * @param options the time limits
   * @return the link
   * @throws LinkException if there is no connection in time
   */
  public static SimpleLink tcp(String host, int port, Framing framing, SimpleLinkOptions options)
      throws LinkException {
    return connect(
        host + ":" + port,
        framing,
        options,
        () ->
            ChannelWire.connect(
                new InetSocketAddress(host, port), StandardProtocolFamily.INET, options.connect()));
  }

  /**
   * Connects over TLS; the peer's certificate and name are verified.
   *
   * @param host name or address, as the certificate has it
   * @param port the port
   * @param context whom to believe, and who to be; {@code SSLContext.getDefault()} believes the
   *     system's authorities
   * @param framing how messages are cut out of the stream
   * @param options the time limits
   * @return the link
   * @throws LinkException if there is no connection in time, or the peer is not believed
   */
  public static SimpleLink tls(
      String host, int port, SSLContext context, Framing framing, SimpleLinkOptions options)
      throws LinkException {
    return connect(
        host + ":" + port,
        framing,
        options,
        () -> TlsWire.connect(host, port, context, options.connect()));
  }

  /**
   * Connects over a UNIX socket.
   *
   * @param path its path
   * @param framing how messages are cut out of the stream
   * @param options the time limits
   * @return the link
   * @throws LinkException if there is no connection in time
   */
  public static SimpleLink unix(Path path, Framing framing, SimpleLinkOptions options)
      throws LinkException {
    return connect(
        path.toString(),
        framing,
        options,
        () ->
            ChannelWire.connect(
                UnixDomainSocketAddress.of(path), StandardProtocolFamily.UNIX, options.connect()));
  }

  /**
   * Sends a message, all of it.
   *
   * @param message the message; not changed
   * @throws LinkException if the framing cannot carry it, or the peer does not take it in time
   */
  public void send(Buffer message) throws LinkException {
    ByteBuf bytes;
    try {
      bytes = Unpooled.buffer(framing.encodedBytes(message));
      framing.encode(message, bytes);
    } catch (FramingException e) {
      throw new LinkException(LinkException.Kind.MESSAGE, e.getMessage(), e);
    }
    sending.lock();
    try {
      wire.write(ByteBuffer.wrap(bytes.array(), 0, bytes.readableBytes()), options.write());
    } catch (IOException e) {
      throw new LinkException(LinkException.Kind.WRITE, "not sent: " + e.getMessage(), e);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Waits for the next message, as long as the options say.
   *
   * @return the message, or empty when the peer has ended
   * @throws LinkException if reading fails, or the peer ends within a message
   * @throws TimeoutException if there is none in time; asking again is no fault
   */
  public Optional<Buffer> receive() throws LinkException, TimeoutException {
    return receive(options.read());
  }

  /**
   * Waits for the next message.
   *
   * @param within how long at most
   * @return the message, or empty when the peer has ended
   * @throws LinkException if reading fails, or the peer ends within a message
   * @throws TimeoutException if there is none in time; asking again is no fault
   */
  public Optional<Buffer> receive(Duration within) throws LinkException, TimeoutException {
    var deadlineNanos = System.nanoTime() + within.toNanos();
    receiving.lock();
    try {
      while (received.isEmpty()) {
        if (!readMore(deadlineNanos)) {
          return Optional.empty();
        }
      }
      return Optional.of(received.poll());
    } catch (SocketTimeoutException e) {
      throw new TimeoutException("no message within %d ms".formatted(within.toMillis()));
    } catch (LinkException e) {
      throw e;
    } catch (IOException | FramingException e) {
      throw new LinkException(LinkException.Kind.READ, "cannot read: " + e.getMessage(), e);
    } finally {
      receiving.unlock();
    }
  }

  /** Returns false at the end of the input. */
  private boolean readMore(long deadlineNanos) throws IOException {
    chunk.clear();
    if (wire.read(chunk, Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()))) < 0) {
      if (decoder.pendingBytes() > 0) {
        throw new LinkException(
            LinkException.Kind.PEER_CLOSED,
            "the peer closed after %d bytes of a message".formatted(decoder.pendingBytes()),
            null);
      }
      return false;
    }
    rest = Unpooled.wrappedBuffer(chunk.array(), 0, chunk.position());
    decoder.decode(rest, received::add);
    for (var wait = decoder.suspension(); wait.isPresent(); wait = decoder.suspension()) {
      await(wait.get().toCompletionStage().toCompletableFuture(), deadlineNanos);
      decoder.decode(rest, received::add);
    }
    return true;
  }

  /** A decoder that waits for something else, such as a key. */
  private static void await(CompletableFuture<Void> wait, long deadlineNanos) throws IOException {
    try {
      wait.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the decoder waits too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Says that nothing more will be sent; what the peer still sends can be received.
   *
   * @throws LinkException if the link is broken
   */
  public void endOutput() throws LinkException {
    try {
      wire.endOutput();
    } catch (IOException e) {
      throw new LinkException(LinkException.Kind.WRITE, "cannot end: " + e.getMessage(), e);
    }
  }

  /**
   * Closes the link. Again does nothing.
   *
   * @throws LinkException if the system cannot
   */
  @Override
  public void close() throws LinkException {
    try {
      wire.close();
    } catch (IOException e) {
      throw new LinkException(LinkException.Kind.WRITE, "cannot close: " + e.getMessage(), e);
    }
  }
}
