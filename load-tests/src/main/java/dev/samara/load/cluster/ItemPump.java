package dev.samara.load.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Writes items to a raw socket, one after the other and without an end, as long as its queue has
 * room. Owned by the socket's event loop.
 */
final class ItemPump {
  /** Others get their turn in between. */
  private static final int ITEMS_OF_A_TURN = 64;

  private final NetSocket socket;
  private final Content content;
  private long number;
  private boolean closed;

  /**
   * A pump.
   *
   * @param socket where items go
   * @param asked how long an item is to be, as an int
   */
  ItemPump(NetSocket socket, Buffer asked) {
    this.socket = socket;
    this.content = new Content(asked.getInt(0));
    socket.closeHandler(_ -> closed = true);
  }

  void next() {
    for (int i = 0; i < ITEMS_OF_A_TURN && !socket.writeQueueFull() && !closed; i++) {
      socket.write(content.buffer(number++));
    }
    if (socket.writeQueueFull()) {
      socket.drainHandler(_ -> next());
    } else if (!closed) {
      Vertx.currentContext().runOnContext(_ -> next());
    }
  }
}
