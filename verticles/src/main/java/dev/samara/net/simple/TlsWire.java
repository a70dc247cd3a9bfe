package dev.samara.net.simple;

import dev.samara.net.time.AlarmClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS over TCP, the peer's certificate and name verified. The JDK has no limit on writing: when one
 * is over the socket is closed, which is no loss, since half a message cannot be taken back.
 */
final class TlsWire implements Wire {

  private final SSLSocket socket;

  private TlsWire(SSLSocket socket) {
    this.socket = socket;
  }

  static TlsWire connect(String host, int port, SSLContext context, Duration within)
      throws IOException {
    var plain = new Socket();
    try {
      return limited(
          plain,
          within,
          () -> {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(host, port), (int) within.toMillis());
            var socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new TlsWire(socket);
          });
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** What may block. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T limited(Socket socket, Duration within, Step<T> step) throws IOException {
    var clock = AlarmClock.system();
    var late = new AtomicBoolean();
    var alarm =
        clock.at(
            clock.nanoTime() + within.toNanos(),
            () -> {
              late.set(true);
              closeQuietly(socket);
            });
    try {
      return step.run();
    } catch (IOException e) {
      if (late.get()) {
        var timeout = new SocketTimeoutException("the time is over");
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      alarm.cancel();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was to be closed, and whoever uses it will notice.
    }
  }

  @Override
  public int read(ByteBuffer into, Duration within) throws IOException {
    socket.setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, within.toMillis())));
    var read = socket.getInputStream().read(into.array(), into.position(), into.remaining());
    if (read > 0) {
      into.position(into.position() + read);
    }
    return read;
  }

  @Override
  public void write(ByteBuffer bytes, Duration within) throws IOException {
    limited(
        socket,
        within,
        () -> {
          socket.getOutputStream().write(bytes.array(), bytes.position(), bytes.remaining());
          return bytes;
        });
  }

  @Override
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
