package dev.samara.net.connection;

/**
 * What a listener has done and does.
 *
 * @param opened connections since the start
 * @param open connections now
 * @param in the balance of what was read
 * @param out the balance of what was sent
 */
public record ListenerFigures(long opened, long open, Balance in, Balance out) {

  /** Nothing. */
  public static final ListenerFigures ZERO = new ListenerFigures(0, 0, Balance.ZERO, Balance.ZERO);

  /**
   * Adds figures.
   *
   * @param other the other ones
   * @return the sum, term by term
   */
  public ListenerFigures plus(ListenerFigures other) {
    return new ListenerFigures(
        opened + other.opened, open + other.open, in.plus(other.in), out.plus(other.out));
  }
}
