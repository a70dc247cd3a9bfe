package dev.samara.net;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A listener, or several, cannot listen. Worth another attempt once the place is free or the
 * options are changed.
 */
public final class ListenException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /** Each of several; empty if it is about one. */
  private final transient List<ListenException> failures;

  ListenException(String message, Throwable cause) {
    super(message, cause);
    this.failures = List.of();
  }

  private ListenException(String message, List<ListenException> failures) {
    super(message);
    this.failures = failures;
  }

  static ListenException of(List<ListenException> failures) {
    return new ListenException(
        failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
        List.copyOf(failures));
  }

  /**
   * What went wrong with each.
   *
   * @return the failures in the order asked for; empty if this is about one listener
   */
  public List<ListenException> failures() {
    return failures == null ? List.of() : failures;
  }
}
