package dev.samara.load.generator;

/** A client of a server that streams items without end, over one connection on one event loop. */
public interface ItemClient extends AutoCloseable {
  /** Takes what comes, on the client's event loop. */
  interface Items {
    /**
     * An item has come.
     *
     * @param item all of it
     */
    void item(byte[] item);

    /**
     * No more come, though nobody has closed the client.
     *
     * @param reason why
     */
    void ended(String reason);
  }

  /**
   * Asks for items and takes them as fast as they come; any thread, once.
   *
   * @param bytes of each item, from 8
   * @param items takes them
   */
  void open(int bytes, Items items);

  /** Ends the stream, the connection and the event loop; may be repeated. */
  @Override
  void close();
}
