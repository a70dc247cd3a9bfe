package dev.samara.codec.http;

import java.util.Optional;

/**
 * A request line (RFC 9112, section 3), checked.
 *
 * @param targetAuthority host and port if the target names them: of the absolute form
 */
record RequestLine(
    String method, String target, int minorVersion, Optional<String> targetAuthority) {

  private static final String CONNECT = "CONNECT";
  private static final int VERSION_BYTES = "HTTP/1.1".length();

  static RequestLine parse(Line line) throws FaultException {
    int methodEnd = 0;
    while (methodEnd < line.length && Characters.is(Characters.TOKEN, line.at(methodEnd))) {
      methodEnd++;
    }
    int targetStart = methodEnd + 1;
    if (methodEnd == 0 || methodEnd >= line.length || line.at(methodEnd) != ' ') {
      throw FaultException.bad("the request line does not begin with a method and one space");
    }
    int targetEnd = targetStart;
    while (targetEnd < line.length && Characters.is(Characters.TARGET, line.at(targetEnd))) {
      targetEnd++;
    }
    if (targetEnd == targetStart) {
      throw FaultException.bad("the request line has no target");
    }
    if (targetEnd == line.length) {
      throw new FaultException(505, "the request line has no version, as in HTTP/0.9");
    }
    if (line.at(targetEnd) != ' ') {
      throw FaultException.bad("the target has a character that must be percent-encoded");
    }
    int minor = minorVersion(line, targetEnd + 1);
    String method = line.text(0, methodEnd);
    String target = line.text(targetStart, targetEnd);
    return new RequestLine(method, target, minor, authority(method, target));
  }

  /** HTTP/1 with one digit after the dot; another major version is known but not spoken. */
  private static int minorVersion(Line line, int at) throws FaultException {
    boolean valid =
        line.length - at == VERSION_BYTES
            && line.text(at, at + 5).equals("HTTP/")
            && Characters.isDigit(line.at(at + 5))
            && line.at(at + 6) == '.'
            && Characters.isDigit(line.at(at + 7));
    if (!valid) {
      throw FaultException.bad("the version in the request line is malformed");
    }
    if (line.at(at + 5) != '1') {
      throw new FaultException(505, "the only versions spoken here are HTTP/1.0 and HTTP/1.1");
    }
    return line.at(at + 7) - '0';
  }

  /** Which of the four forms it is, and whether that fits the method. */
  private static Optional<String> authority(String method, String target) throws FaultException {
    if (method.equals(CONNECT)) {
      if (!Authority.isValid(target) || !Authority.hasPort(target)) {
        throw FaultException.bad("the target of CONNECT is not a host and a port");
      }
      return Optional.of(target);
    }
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    if (target.equals("*")) {
      if (!method.equals("OPTIONS")) {
        throw FaultException.bad("the target * is for OPTIONS only");
      }
      return Optional.empty();
    }
    int start = schemeEnd(target);
    if (start < 0) {
      throw FaultException.bad("the request target is neither a path nor an http URI");
    }
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String authority = target.substring(start, end);
    if (!Authority.isValid(authority)) {
      throw FaultException.bad("the host in the request target is not valid");
    }
    return Optional.of(authority);
  }

  private static int schemeEnd(String target) {
    for (String scheme : new String[] {"http://", "https://"}) {
      if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return scheme.length();
      }
    }
    return -1;
  }
}
