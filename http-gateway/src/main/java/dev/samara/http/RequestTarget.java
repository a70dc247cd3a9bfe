package dev.samara.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request as it was sent: split at each slash first and percent-decoded after, so
 * that an encoded slash or dot never takes part in the routing. Dot segments are an error, not
 * resolved.
 *
 * @param segments the decoded segments; of {@code /}, one that is empty; not to be changed
 */
record RequestTarget(List<String> segments) {
  private static final int USUAL_SEGMENTS = 4;

  /** Takes the origin form ({@code /a/b?q}) and the absolute form ({@code http://host/a/b}). */
  static RequestTarget parse(String uri) throws ProblemException {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= 0x20 || c >= 0x7f || c == '#') {
        throw bad("the request target has a character that must be percent-encoded");
      }
    }
    int query = uri.indexOf('?');
    String path = withoutAuthority(query < 0 ? uri : uri.substring(0, query));
    var segments = new ArrayList<String>(USUAL_SEGMENTS);
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String segment = decode(path.substring(from, to));
      if (segment.equals(".") || segment.equals("..")) {
        throw bad("the path has a dot segment");
      }
      segments.add(segment);
      from = to + 1;
    }
    return new RequestTarget(List.copyOf(segments));
  }

  private static String withoutAuthority(String target) throws ProblemException {
    if (target.startsWith("/")) {
      return target;
    }
    for (String scheme : List.of("http://", "https://")) {
      if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
        int slash = target.indexOf('/', scheme.length());
        return slash < 0 ? "/" : target.substring(slash);
      }
    }
    throw bad("the request target is neither a path nor an http URI");
  }

  private static String decode(String raw) throws ProblemException {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw bad("the path is not UTF-8");
    }
  }

  private static int hex(String raw, int at) throws ProblemException {
    int digit = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
    if (digit < 0) {
      throw bad("the path has a percent sign without two hex digits");
    }
    return digit;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(Problem.BAD_PATH, detail);
  }
}
