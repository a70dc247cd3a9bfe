package dev.samara.node.dial;

import dev.samara.codec.Framing;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A blocking connection that carries messages. One thread sends, one receives. */
public interface Dial extends Closeable {

  /**
   * Dials.
   *
   * @param uri {@code tcp://host:port}, {@code tls://host:port}, {@code unix:///path} or {@code
   *     unix://path}, {@code udp://host:port}, {@code ws://host:port/path}
   * @param framing how messages are cut out of a stream; not used by udp and ws
   * @param tls for tls: whom to believe and what to show
   * @return the connection, open
   * @throws IOException if it cannot be made, in one line for a person
   */
  static Dial to(URI uri, Framing framing, DialTls tls) throws IOException {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme();
    try {
      return switch (scheme) {
        case "tcp" -> StreamDial.tcp(uri.getHost(), uri.getPort(), framing);
        case "tls" -> StreamDial.tls(uri.getHost(), uri.getPort(), framing, tls);
        case "unix" -> StreamDial.unix(path(uri), framing);
        case "udp" -> new DatagramDial(uri.getHost(), uri.getPort());
        case "ws", "wss" -> WebSocketDial.connect(uri);
        default ->
            throw new IOException(
                "'%s' (expected: tcp://, tls://, unix://, udp:// or ws://)".formatted(uri));
      };
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("cannot connect to %s: %s".formatted(uri, e.getMessage()), e);
    }
  }

  private static Path path(URI uri) {
    var authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    return Path.of(authority + uri.getPath());
  }

  /**
   * Sends a message.
   *
   * @param message the message
   * @throws IOException if it cannot be sent
   */
  void send(byte[] message) throws IOException;

  /**
   * Waits for the next message.
   *
   * @return the message, or empty when no more will come
   * @throws IOException if the connection breaks
   */
  Optional<byte[]> receive() throws IOException;

  /**
   * Says that nothing more will be sent; answers may still come.
   *
   * @throws IOException if that cannot be said
   */
  void endOutput() throws IOException;
}
