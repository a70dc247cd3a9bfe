package dev.samara.net.access;

/**
 * Whether somebody is let in.
 *
 * @param allowed whether
 * @param reason why not, for a person; empty if allowed
 */
public record Verdict(boolean allowed, String reason) {

  /** Let in. */
  public static final Verdict ALLOWED = new Verdict(true, "");

  /**
   * Not let in.
   *
   * @param reason why, for a person
   * @return the verdict
   */
  public static Verdict refused(String reason) {
    return new Verdict(false, reason);
  }
}
