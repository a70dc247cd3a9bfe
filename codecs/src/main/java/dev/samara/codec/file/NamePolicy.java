package dev.samara.codec.file;

/** What happens to a file that arrives under a name that is taken. */
public enum NamePolicy {
  /** It is refused. */
  REFUSE,

  /** It gets the first free number before its ending: {@code a.txt}, {@code a-1.txt}, and so on. */
  NUMBER,

  /** It takes the place of the one that is there, atomically. */
  REPLACE
}
