package dev.samara.net.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The socket's side of a connection: what a transport implements. All methods are called on the
 * connection's event loop, and the link calls its {@link Receiver} there.
 */
public interface Link {

  /**
   * The peer's address.
   *
   * @return the address
   */
  SocketAddress remoteAddress();

  /**
   * How its bytes travel, for rules.
   *
   * @return the transport; unless a link knows better, told from its address and its message bounds
   */
  default Transport transport() {
    if (remoteAddress().isDomainSocket()) {
      return Transport.UNIX;
    }
    return keepsMessageBounds() ? Transport.UDP : Transport.TCP;
  }

  /**
   * Who the peer has proved to be: what its verified TLS certificate says ({@code subject:}, {@code
   * cn:}, {@code dns:}, {@code uri:}, {@code email:}), or which process of this machine it is
   * ({@code uid:} and {@code gid:}, or {@code user:} and {@code group:}).
   *
   * @return each with its prefix; empty if it has proved nothing
   */
  default List<String> identities() {
    return List.of();
  }

  /**
   * How the link is encrypted.
   *
   * @return empty for plain text
   */
  default Optional<TlsSession> tls() {
    return Optional.empty();
  }

  /**
   * Whether each write arrives as one message and each read is one (UDP, WebSocket).
   *
   * @return true if messages must not be joined in one write
   */
  boolean keepsMessageBounds();

  /**
   * Gives bytes to the transport, to leave with the next {@link #flush}.
   *
   * @param bytes released by the link
   * @param receipt told exactly once what became of them
   */
  void write(ByteBuf bytes, Receipt receipt);

  /** Sends what was written. */
  void flush();

  /**
   * Whether the transport wants more.
   *
   * @return false while so much is waiting that more would only cost memory
   */
  boolean isWritable();

  /**
   * Turns reading on or off; it is on at first.
   *
   * @param on whether the receiver wants more bytes
   */
  void read(boolean on);

  /**
   * Closes; {@link Receiver#closed} follows. Closing again does nothing, except that at once cuts
   * short what is in order.
   *
   * @param inOrder whether the peer may read all that was sent first: it is told that nothing more
   *     comes, what it still sends is discarded, and the link is closed once the peer has ended as
   *     well or has had its time. Every receipt has been given then
   */
  void close(boolean inOrder);

  /** Is told what became of one write. */
  interface Receipt {

    /** All bytes have left for the operating system. */
    void done();

    /** In place of a number of bytes: some of the first message may have left, and no others. */
    long UNKNOWN = -1;

    /**
     * Not all bytes have left.
     *
     * @param sentBytes how many have, or {@link #UNKNOWN}
     */
    void failed(long sentBytes);
  }

  /** The connection, as its link sees it. All methods are called on the event loop. */
  interface Receiver {

    /**
     * Bytes arrived.
     *
     * @param bytes still owned by the link
     */
    void read(ByteBuf bytes);

    /** All that could be read for now has been read. */
    void readComplete();

    /** {@link Link#isWritable} has become true. */
    void writable();

    /** The peer will send nothing more, but may still read. */
    void inputEnded();

    /**
     * The server behind the link is shutting down: nothing more is to be read, answers still leave.
     *
     * @param within when what is left is given back
     */
    void drain(Duration within);

    /**
     * The link is closed, all receipts have been given or will be given before long.
     *
     * @param cause why, for a program: {@link Cause#PEER_CLOSED} if the peer ended in order;
     *     without effect if the connection was ending already
     * @param reason why, for a person
     */
    void closed(Cause cause, String reason);
  }
}
