package dev.samara.codec.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** From a request line and fields to a head: whom it is for and how long its body is. */
final class HeadCheck {
  private final RequestLine line;
  private final long maxBodyBytes;
  private final Supplier<String> bodyTooLong;

  private Optional<String> host = Optional.empty();
  private Optional<String> contentLength = Optional.empty();
  private Optional<String> transferEncoding = Optional.empty();

  private HeadCheck(RequestLine line, long maxBodyBytes, Supplier<String> bodyTooLong) {
    this.line = line;
    this.maxBodyBytes = maxBodyBytes;
    this.bodyTooLong = bodyTooLong;
  }

  static RequestHead check(
      RequestLine line, List<HttpField> fields, long maxBodyBytes, Supplier<String> bodyTooLong)
      throws FaultException {
    var check = new HeadCheck(line, maxBodyBytes, bodyTooLong);
    for (int i = 0; i < fields.size(); i++) {
      check.note(fields.get(i));
    }
    return check.head(fields);
  }

  private void note(HttpField field) throws FaultException {
    String name = field.name();
    switch (name.length()) {
      case 4 -> {
        if (name.equalsIgnoreCase("Host")) {
          host = onlyOne(host, field);
        }
      }
      case 14 -> {
        if (name.equalsIgnoreCase("Content-Length")) {
          contentLength = onlyOne(contentLength, field);
        }
      }
      case 17 -> {
        if (name.equalsIgnoreCase("Transfer-Encoding")) {
          // Repeated, it is one list (RFC 9110, section 5.3).
          transferEncoding =
              Optional.of(transferEncoding.map(t -> t + ",").orElse("") + field.value());
        }
      }
      default -> {
        // Not about where the message ends.
      }
    }
  }

  private static Optional<String> onlyOne(Optional<String> before, HttpField field)
      throws FaultException {
    if (before.isPresent()) {
      throw FaultException.bad(
          "there is more than one %s field".formatted(field.name().toLowerCase(Locale.ROOT)));
    }
    return Optional.of(field.value());
  }

  private RequestHead head(List<HttpField> fields) throws FaultException {
    Optional<String> authority = authority();
    BodyKind kind = bodyKind();
    long bytes =
        switch (kind) {
          case NONE -> 0;
          case LENGTH -> length(contentLength.orElseThrow());
          case CHUNKED -> -1;
        };
    if (kind != BodyKind.NONE && line.method().equals("CONNECT")) {
      throw FaultException.bad("CONNECT has no body");
    }
    if (kind != BodyKind.NONE && line.method().equals("TRACE")) {
      throw FaultException.bad("TRACE has no body");
    }
    return new RequestHead(
        line.method(), line.target(), line.minorVersion(), fields, authority, kind, bytes);
  }

  /** RFC 9112, section 3.2: without a valid Host it is 400, even when the target names one. */
  private Optional<String> authority() throws FaultException {
    if (host.isEmpty() && line.minorVersion() > 0) {
      throw FaultException.bad("the Host field is missing");
    }
    if (host.isPresent() && !Authority.isValid(host.get())) {
      throw FaultException.bad("the Host field is not valid");
    }
    return line.targetAuthority().or(() -> host);
  }

  private BodyKind bodyKind() throws FaultException {
    if (transferEncoding.isEmpty()) {
      return contentLength.isPresent() ? BodyKind.LENGTH : BodyKind.NONE;
    }
    if (contentLength.isPresent()) {
      throw FaultException.bad("there are both a Content-Length and a Transfer-Encoding");
    }
    if (line.minorVersion() == 0) {
      throw FaultException.bad("there is no Transfer-Encoding in HTTP/1.0");
    }
    checkCodings(transferEncoding.get().split(",", -1));
    return BodyKind.CHUNKED;
  }

  /** Exactly chunked. Else 400 for what is malformed, and 501 for a coding that is not known. */
  private static void checkCodings(String[] codings) throws FaultException {
    boolean unknown = false;
    for (int i = 0; i < codings.length; i++) {
      String coding = strip(codings[i]);
      boolean chunked = coding.equalsIgnoreCase("chunked");
      if (chunked && i < codings.length - 1) {
        throw FaultException.bad("chunked is not the last transfer coding");
      }
      if (!chunked && !isToken(coding)) {
        throw FaultException.bad("the Transfer-Encoding is malformed");
      }
      unknown |= !chunked;
    }
    if (unknown) {
      throw new FaultException(501, "the only transfer coding known here is chunked, once");
    }
  }

  private long length(String digits) throws FaultException {
    if (digits.isEmpty()) {
      throw FaultException.bad("the Content-Length is not a number");
    }
    long bytes = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw FaultException.bad("the Content-Length is not a number");
      }
      boolean fits = bytes <= (Long.MAX_VALUE - digit) / 10;
      bytes = fits ? bytes * 10 + digit : Long.MAX_VALUE;
    }
    if (bytes > maxBodyBytes || bytes == Long.MAX_VALUE) {
      throw new FaultException(413, bodyTooLong.get());
    }
    return bytes;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !Characters.is(Characters.TOKEN, (byte) c)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Spaces and tabs only; String.strip would take other white space as well. */
  private static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && Characters.isBlank((byte) text.charAt(from))) {
      from++;
    }
    while (to > from && Characters.isBlank((byte) text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
