package dev.samara.load.cluster;

/**
 * What became of the calls that were pending when the node that served them was killed.
 *
 * @param calls how many were pending
 * @param nodeLeft how often a call failed as "node left"
 * @param otherwise how often a call ended in any other way
 * @param balanced whether the caller's books have as many, and none in flight
 * @param lastMillis from the kill to the last outcome
 */
public record Outcomes(int calls, int nodeLeft, int otherwise, boolean balanced, long lastMillis) {
  private static final int WORDS = 5;

  /**
   * Whether each call has the one outcome that it should have.
   *
   * @return true if all failed as "node left", once each
   */
  public boolean right() {
    return balanced && nodeLeft == calls && otherwise == 0;
  }

  String toLine() {
    return "%d %d %d %b %d".formatted(calls, nodeLeft, otherwise, balanced, lastMillis);
  }

  static Outcomes parse(String line) {
    String[] words = line.split(" ");
    if (words.length != WORDS) {
      throw new IllegalArgumentException("not outcomes: " + line);
    }
    return new Outcomes(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Boolean.parseBoolean(words[3]),
        Long.parseLong(words[4]));
  }
}
