package dev.samara.load.generator;

/** An answer that isn't the one that was expected. Has no stack trace. */
final class WrongAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongAnswer(String message) {
    super(message, null, false, false);
  }
}
