package dev.samara.codec.http;

import java.util.List;
import java.util.Optional;

/**
 * The request line and the fields of a request, which keep every rule.
 *
 * @param method a token, in the case it was sent in
 * @param target as it was sent: visible ASCII only, in one of the four forms of RFC 9112, section
 *     3.2, that fits the method
 * @param minorVersion of HTTP/1: 0 to 9; from 1 on it is read as 1.1
 * @param fields all of them, in the order they came
 * @param authority host and port the request is for: from the target if it names them, else from
 *     the Host field; empty only in HTTP/1.0
 * @param bodyKind how the end of the body is found
 * @param bodyBytes the Content-Length, 0 without a body, -1 with chunks
 */
public record RequestHead(
    String method,
    String target,
    int minorVersion,
    List<HttpField> fields,
    Optional<String> authority,
    BodyKind bodyKind,
    long bodyBytes) {

  /**
   * A field's value.
   *
   * @param name in any case
   * @return the first of that name
   */
  public Optional<String> first(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equalsIgnoreCase(name)) {
        return Optional.of(fields.get(i).value());
      }
    }
    return Optional.empty();
  }
}
