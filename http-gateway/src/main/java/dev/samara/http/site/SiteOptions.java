package dev.samara.http.site;

import dev.samara.net.socket.TlsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway does for whole paths or connections.
 *
 * @param tls the certificates; without, the gateway speaks plain HTTP/1.x
 * @param http2 what a connection of HTTP/2 may do
 * @param guards whom which paths are open to; those without a guard are open to all
 * @param cors what pages of other origins may ask for; without, nothing that changes anything
 * @param accessLog how requests are logged
 * @param compression whether answers of 1 KiB or more that are text leave as gzip, to clients that
 *     take it. Files and streams of events do not
 * @param http3 whether HTTP/3 is spoken as well, on the UDP port of the same number; needs TLS and
 *     Netty's native library for QUIC
 * @param hooks what the application hears of connections
 */
public record SiteOptions(
    Optional<TlsOptions> tls,
    Http2Options http2,
    List<PathGuard> guards,
    Optional<CorsOptions> cors,
    AccessLogFormat accessLog,
    boolean compression,
    boolean http3,
    ConnectionHooks hooks) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SiteOptions {
    guards = List.copyOf(guards);
    if (tls.map(TlsOptions::plainAllowed).orElse(false)) {
      throw new IllegalArgumentException(
          "tls.plainAllowed: true (expected: false, a gateway has one or the other)");
    }
    if (guards.stream().map(PathGuard::path).distinct().count() < guards.size()) {
      throw new IllegalArgumentException("guards: two of one path (expected: each path once)");
    }
  }

  /**
   * Plain HTTP/1.x, open to all, with compression and without log.
   *
   * @return these options
   */
  public static SiteOptions defaults() {
    return new SiteOptions(
        Optional.empty(),
        Http2Options.defaults(),
        List.of(),
        Optional.empty(),
        AccessLogFormat.OFF,
        true,
        false,
        ConnectionHooks.NONE);
  }

  /**
   * The same over TLS.
   *
   * @param certificates which ones; one for a further host name is chosen by the names in it
   * @return a copy
   */
  public SiteOptions withTls(TlsOptions certificates) {
    return new SiteOptions(
        Optional.of(certificates), http2, guards, cors, accessLog, compression, http3, hooks);
  }

  /**
   * The same with other limits of HTTP/2.
   *
   * @param limits what a connection may do
   * @return a copy
   */
  public SiteOptions withHttp2(Http2Options limits) {
    return new SiteOptions(tls, limits, guards, cors, accessLog, compression, http3, hooks);
  }

  /**
   * The same with one more guard.
   *
   * @param path of segments, {@code /a/b}; or {@code /} for everything
   * @param authenticator finds out who asks
   * @return a copy
   */
  public SiteOptions withGuard(String path, Authenticator authenticator) {
    var more = new ArrayList<>(guards);
    more.add(new PathGuard(path, authenticator));
    return new SiteOptions(tls, http2, more, cors, accessLog, compression, http3, hooks);
  }

  /**
   * The same with pages of other origins let in.
   *
   * @param allowed which ones, and to what
   * @return a copy
   */
  public SiteOptions withCors(CorsOptions allowed) {
    return new SiteOptions(
        tls, http2, guards, Optional.of(allowed), accessLog, compression, http3, hooks);
  }

  /**
   * The same with another log of requests.
   *
   * @param format how they are logged
   * @return a copy
   */
  public SiteOptions withAccessLog(AccessLogFormat format) {
    return new SiteOptions(tls, http2, guards, cors, format, compression, http3, hooks);
  }

  /**
   * The same with or without compression.
   *
   * @param wanted whether there is
   * @return a copy
   */
  public SiteOptions withCompression(boolean wanted) {
    return new SiteOptions(tls, http2, guards, cors, accessLog, wanted, http3, hooks);
  }

  /**
   * The same with or without HTTP/3.
   *
   * @param wanted whether it is spoken
   * @return a copy
   */
  public SiteOptions withHttp3(boolean wanted) {
    return new SiteOptions(tls, http2, guards, cors, accessLog, compression, wanted, hooks);
  }

  /**
   * The same with hooks of the application.
   *
   * @param wanted what hears of connections
   * @return a copy
   */
  public SiteOptions withHooks(ConnectionHooks wanted) {
    return new SiteOptions(tls, http2, guards, cors, accessLog, compression, http3, wanted);
  }
}
