package dev.samara.net.read;

import java.io.EOFException;

/**
 * The peer ended within what was asked for. What did come is not lost: it can still be read with
 * {@code some}. Another try on the same connection cannot help.
 */
public final class PeerClosedException extends EOFException {

  private static final long serialVersionUID = 1L;

  private final int pendingBytes;

  /**
   * Makes the exception.
   *
   * @param pendingBytes how much of what was asked for had come
   */
  public PeerClosedException(int pendingBytes) {
    super("the peer closed after %d bytes of what was asked for".formatted(pendingBytes));
    this.pendingBytes = pendingBytes;
  }

  /**
   * How much of what was asked for had come.
   *
   * @return bytes, 1 or more
   */
  public int pendingBytes() {
    return pendingBytes;
  }
}
