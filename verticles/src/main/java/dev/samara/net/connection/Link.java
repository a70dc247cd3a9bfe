package dev.samara.net.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.net.SocketAddress;

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

  /** Closes at once; {@link Receiver#closed} follows. Closing again does nothing. */
  void close();

  /**
   * Ends in a way that lets the peer read all that was sent, after every receipt was given: tells
   * it that nothing more comes, discards what it still sends, and closes once it has ended as well
   * or has had its time. {@link Receiver#closed} follows; {@link #close} cuts it short.
   */
  default void closeInOrder() {
    close();
  }

  /** Is told what became of one write. */
  interface Receipt {

    /** All bytes have left for the operating system. */
    void done();

    /**
     * Not all bytes have left.
     *
     * @param sentBytes how many have
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
     * The link is closed, all receipts have been given or will be given before long.
     *
     * @param reason why, for a person
     */
    void closed(String reason);
  }
}
