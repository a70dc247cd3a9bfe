package dev.samara.http;

import java.io.Serial;

/**
 * A request that cannot be served: a line of the table and one line for a human. No stack trace.
 */
final class ProblemException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Problem problem;

  ProblemException(Problem problem, String detail) {
    super(detail, null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
