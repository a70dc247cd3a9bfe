package dev.samara.examples.cookbook.syslog;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What matters of a syslog message (RFC 5424, section 6).
 *
 * @param facility who speaks, 0 to 23
 * @param severity how bad it is, from 0 (emergency) to 7 (debug)
 * @param host where it comes from
 * @param application what it comes from
 * @param text what it says
 */
public record SyslogMessage(
    int facility, int severity, String host, String application, String text) {

  /** Priority, version, timestamp, host, application, process, message id, data, text. */
  private static final Pattern RFC_5424 =
      Pattern.compile(
          "<(\\d{1,3})>1 \\S+ (\\S+) (\\S+) \\S+ \\S+ "
              + "(?:-|(?:\\[(?:[^\"\\]]|\"(?:[^\"\\\\]|\\\\.)*+\")*+])+)"
              + "(?: (.*))?",
          Pattern.DOTALL);

  private static final int SEVERITIES = 8;
  private static final int LARGEST_PRIORITY = 191;

  /**
   * Takes a message apart.
   *
   * @param message as it was received
   * @return its parts, or empty if it is not of RFC 5424
   */
  public static Optional<SyslogMessage> of(Buffer message) {
    var parts = RFC_5424.matcher(message.toString());
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > LARGEST_PRIORITY) {
      return Optional.empty();
    }
    var priority = Integer.parseInt(parts.group(1));
    // A byte order mark says that the text is UTF-8, which it is taken for anyway.
    var text = Optional.ofNullable(parts.group(4)).orElse("");
    return Optional.of(
        new SyslogMessage(
            priority / SEVERITIES,
            priority % SEVERITIES,
            parts.group(2),
            parts.group(3),
            text.startsWith("\uFEFF") ? text.substring(1) : text));
  }
}
