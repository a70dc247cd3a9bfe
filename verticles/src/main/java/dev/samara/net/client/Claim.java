package dev.samara.net.client;

/** What became of the wish for a name. */
public enum Claim {
  /** The connection has the name now. */
  GIVEN("was given"),
  /** Another connection has it, and keeps it. */
  TAKEN("is taken"),
  /** The rules do not give it to this peer. */
  DENIED("is not allowed from there"),
  /** So many connections have it that no other may. */
  TOO_MANY("has too many connections");

  private final String phrase;

  Claim(String phrase) {
    this.phrase = phrase;
  }

  /**
   * Whether the connection has the name.
   *
   * @return true if so
   */
  public boolean given() {
    return this == GIVEN;
  }

  /**
   * What to tell a person.
   *
   * @param name the name
   * @return a sentence without its full stop
   */
  public String explain(String name) {
    return "the name '%s' %s".formatted(name, phrase);
  }
}
