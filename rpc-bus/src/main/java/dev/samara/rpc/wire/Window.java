package dev.samara.rpc.wire;

/**
 * How much of a stream may come. Items may come as long as there is credit of both; the last one
 * may use more bytes than are left.
 *
 * @param items how many items
 * @param bytes how many bytes of items; values that stay in memory have none
 */
public record Window(int items, long bytes) {
  /** Nothing may come. */
  public static final Window NONE = new Window(0, 0);

  /**
   * Both together.
   *
   * @param more the other one
   * @return the sum
   */
  public Window plus(Window more) {
    return more.items == 0 ? this : new Window(items + more.items, bytes + more.bytes);
  }
}
