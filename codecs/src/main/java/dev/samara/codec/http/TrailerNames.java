package dev.samara.codec.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that may not come after the body: those about framing, routing, authentication, the
 * modification of the request, and the handling of the content (RFC 9110, section 6.5.1, and the
 * list of RFC 7230, section 4.1.2, which it succeeds).
 */
final class TrailerNames {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "forwarded",
          "from",
          "host",
          "http2-settings",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "keep-alive",
          "max-forwards",
          "origin",
          "pragma",
          "prefer",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "referer",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  private TrailerNames() {}

  static void check(List<HttpField> trailers) throws FaultException {
    for (var trailer : trailers) {
      if (FORBIDDEN.contains(trailer.name().toLowerCase(Locale.ROOT))) {
        throw FaultException.bad("a field that may not be a trailer is one");
      }
    }
  }
}
