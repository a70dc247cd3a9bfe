package dev.samara.http.site;

import dev.samara.net.socket.TlsOptions;
import java.util.Optional;

/**
 * What a gateway does for whole paths or connections.
 *
 * @param tls the certificates; without, the gateway speaks plain HTTP/1.x
 * @param http2 what a connection of HTTP/2 may do
 */
public record SiteOptions(Optional<TlsOptions> tls, Http2Options http2) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SiteOptions {
    if (tls.map(TlsOptions::plainAllowed).orElse(false)) {
      throw new IllegalArgumentException(
          "tls.plainAllowed: true (expected: false, a gateway has one or the other)");
    }
  }

  /**
   * Plain HTTP/1.x.
   *
   * @return these options
   */
  public static SiteOptions defaults() {
    return new SiteOptions(Optional.empty(), Http2Options.defaults());
  }

  /**
   * The same over TLS.
   *
   * @param certificates which ones; one for a further host name is chosen by the names in it
   * @return a copy
   */
  public SiteOptions withTls(TlsOptions certificates) {
    return new SiteOptions(Optional.of(certificates), http2);
  }

  /**
   * The same with other limits of HTTP/2.
   *
   * @param limits what a connection may do
   * @return a copy
   */
  public SiteOptions withHttp2(Http2Options limits) {
    return new SiteOptions(tls, limits);
  }
}
