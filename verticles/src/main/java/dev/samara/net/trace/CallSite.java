package dev.samara.net.trace;

/** Not a failure: its stack trace is the place where a failed operation was asked for. */
public final class CallSite extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CallSite(String operation, StackTraceElement[] frames) {
    super(operation + " was asked for here", null, false, true);
    setStackTrace(frames);
  }

  /** The trace is the caller's, taken before. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
