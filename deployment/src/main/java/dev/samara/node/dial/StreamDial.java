package dev.samara.node.dial;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TCP, TLS and UNIX sockets. */
final class StreamDial implements Dial {

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  /** Ends the output but not the input, where the transport can. */
  @FunctionalInterface
  private interface OutputEnd {
    void end() throws IOException;
  }

  private final Closeable socket;
  private final InputStream in;
  private final OutputStream out;
  private final OutputEnd outputEnd;
  private final Framing framing;
  private final FrameDecoder decoder;
  private final ArrayDeque<byte[]> received = new ArrayDeque<>();
  private final byte[] read = new byte[64 * 1024];

  private StreamDial(
      Closeable socket, InputStream in, OutputStream out, OutputEnd outputEnd, Framing framing) {
    this.socket = socket;
    this.in = in;
    this.out = out;
    this.outputEnd = outputEnd;
    this.framing = framing;
    this.decoder = framing.newDecoder();
  }

  static StreamDial tcp(String host, int port, Framing framing) throws IOException {
    return of(open(host, port), framing);
  }

  private static Socket open(String host, int port) throws IOException {
    if (host == null || port < 1) {
      throw new IOException("a host and a port are needed");
    }
    var socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
    return socket;
  }

  private static StreamDial of(Socket socket, Framing framing) throws IOException {
    return new StreamDial(
        socket, socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, framing);
  }

  static StreamDial tls(String host, int port, Framing framing, DialTls tls) throws IOException {
    var factory = tls.socketFactory();
    var socket = (SSLSocket) factory.createSocket(open(host, port), host, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return of(socket, framing);
    } catch (SSLException e) {
      socket.close();
      throw new IOException(DialTls.reason(e), e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  static StreamDial unix(Path path, Framing framing) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new StreamDial(
        channel,
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        framing);
  }

  @Override
  public void send(byte[] message) throws IOException {
    var buffer = Buffer.buffer(message);
    try {
      var wire = Unpooled.buffer(framing.encodedBytes(buffer));
      framing.encode(buffer, wire);
      out.write(wire.array(), 0, wire.readableBytes());
      out.flush();
    } catch (FramingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    while (received.isEmpty()) {
      var length = in.read(read);
      if (length < 0) {
        return Optional.empty();
      }
      try {
        decoder.decode(
            Unpooled.wrappedBuffer(read, 0, length), frame -> received.add(frame.getBytes()));
      } catch (FramingException e) {
        throw new IOException("the peer sent " + e.getMessage(), e);
      }
    }
    return Optional.of(received.poll());
  }

  @Override
  public void endOutput() throws IOException {
    outputEnd.end();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
