package dev.samara.rpc.text;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the id of a trace in what travels with a call. */
public final class TraceIds {
  /** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  /** B3 in one header: trace id, span id, perhaps more. */
  private static final Pattern B3 = Pattern.compile("([0-9a-f]{16}|[0-9a-f]{32})-.*");

  private TraceIds() {}

  /**
   * The id of the trace.
   *
   * @param metadata of a call
   * @return 16 or 32 hexadecimal digits; empty if there is none, or in a format not known here
   */
  public static Optional<String> of(Map<String, String> metadata) {
    return find(TRACEPARENT, metadata.get("traceparent"))
        .or(() -> find(B3, metadata.get("b3")))
        .or(() -> Optional.ofNullable(metadata.get("X-B3-TraceId")));
  }

  private static Optional<String> find(Pattern pattern, String value) {
    if (value == null) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(value);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
