package dev.samara.rpc.text;

/** Texts of others made fit for one line of an error. */
public final class Texts {
  private static final int MAX_LINE = 1024;
  private static final int MAX_PIECE = 80;

  private Texts() {}

  /**
   * At most 1,024 characters, with a blank for each control character.
   *
   * @param text any
   * @return one line
   */
  public static String oneLine(String text) {
    return cleaned(text, MAX_LINE);
  }

  /**
   * At most 80 characters, for a value shown inside a line.
   *
   * @param text any
   * @return a piece of a line
   */
  public static String shortened(String text) {
    return cleaned(text, MAX_PIECE);
  }

  /**
   * What was thrown, without its stack.
   *
   * @param thrown any
   * @return its class's simple name and its message, on one line
   */
  public static String describe(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return oneLine(
        (name.isEmpty() ? thrown.getClass().getName() : name)
            + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage()));
  }

  private static String cleaned(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max - 1) + "…";
    StringBuilder clean = new StringBuilder(cut.length());
    cut.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
    return clean.toString();
  }
}
