package dev.samara.rpc.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was thrown on another node, made of its printed stack trace. Its frames have {@value #MARK}
 * in the place of their class loader's name, so that nobody takes them for frames of this process.
 */
final class RemoteStack extends Exception {
  /** How a frame of another process is told from one of this. */
  static final String MARK = "remote";

  private static final long serialVersionUID = 1L;
  private static final String FRAME = "at ";
  private static final String CAUSE = "Caused by: ";
  private static final int MAX_CAUSES = 16;

  /** One throwable of the text. */
  private record Section(String headline, List<StackTraceElement> frames) {}

  private RemoteStack(Section section, Throwable cause) {
    super(section.headline(), cause, false, true);
    setStackTrace(section.frames().toArray(StackTraceElement[]::new));
  }

  /** Its frames are not here. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  public String toString() {
    return getMessage();
  }

  /** Whatever the text is; empty if there is nothing in it. */
  static Optional<Throwable> parse(String text) {
    List<Section> sections = new ArrayList<>();
    boolean suppressed = false;
    for (String line : text.lines().toList()) {
      String words = line.strip();
      if (words.startsWith(CAUSE) && sections.size() < MAX_CAUSES) {
        suppressed = false;
        sections.add(new Section(words.substring(CAUSE.length()), new ArrayList<>()));
      } else if (words.startsWith("Suppressed: ")) {
        suppressed = true;
      } else if (sections.isEmpty() && !words.isEmpty()) {
        sections.add(new Section(words, new ArrayList<>()));
      } else if (words.startsWith(FRAME) && !suppressed) {
        frame(words.substring(FRAME.length())).ifPresent(sections.getLast().frames()::add);
      }
    }
    Throwable cause = null;
    for (Section section : sections.reversed()) {
      cause = new RemoteStack(section, cause);
    }
    return Optional.ofNullable(cause);
  }

  /** Of LOADER/MODULE/CLASS.METHOD(FILE:LINE), as StackTraceElement.toString has it. */
  private static Optional<StackTraceElement> frame(String text) {
    int open = text.indexOf('(');
    int close = text.indexOf(')', open + 1);
    if (open < 0 || close < 0) {
      return Optional.empty();
    }
    String names = text.substring(text.lastIndexOf('/', open) + 1, open);
    int dot = names.lastIndexOf('.');
    if (dot <= 0) {
      return Optional.empty();
    }
    String place = text.substring(open + 1, close);
    int colon = place.lastIndexOf(':');
    String file = colon < 0 ? place : place.substring(0, colon);
    int line = place.equals("Native Method") ? -2 : line(place.substring(colon + 1));
    return Optional.of(
        new StackTraceElement(
            MARK,
            null,
            null,
            names.substring(0, dot),
            names.substring(dot + 1),
            line == -1 && file.equals("Unknown Source") ? null : file,
            line));
  }

  private static int line(String digits) {
    try {
      return Math.max(-1, Integer.parseInt(digits));
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
