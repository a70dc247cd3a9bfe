package dev.samara.net.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An event loop that has not come to its work for some time.
 *
 * @param eventLoop its number, from 0
 * @param thread its name
 * @param since for how long
 * @param work the handler, and the connection or request, that it is busy with; empty if it is code
 *     that nobody announced, such as a timer of the application: then the stack tells
 * @param stack where it is, the innermost call first
 */
public record BlockedLoop(
    int eventLoop,
    String thread,
    Duration since,
    Optional<String> work,
    List<StackTraceElement> stack) {

  /** Keeps a copy. */
  public BlockedLoop {
    stack = List.copyOf(stack);
  }

  /**
   * The same for a human.
   *
   * @return one line, without the stack
   */
  public String line() {
    return "event loop %d (%s) is blocked for %d ms by %s"
        .formatted(eventLoop, thread, since.toMillis(), work.orElseGet(this::place));
  }

  /** The innermost call outside of the JDK, as far as there is one. */
  private String place() {
    return stack.stream()
        .filter(frame ->
            !frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk."))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("code without a name");
  }
}
