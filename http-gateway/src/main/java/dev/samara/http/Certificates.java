package dev.samara.http;

import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.socket.TlsVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a gateway, read anew when their files change. New connections get the new
 * ones; those that are open keep what they have. Files that cannot be used change nothing.
 */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /**
   * What TLS 1.3 has, and of TLS 1.2 what RFC 9113 (appendix A) does not prohibit and has forward
   * secrecy on elliptic curves.
   */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final long HANDSHAKE_SECONDS = 10;

  private final Vertx vertx;
  private final TlsOptions tls;
  private final boolean http2;

  /** What the files had in them when they were last tried. */
  private volatile List<Buffer> contents;

  private Certificates(Vertx vertx, TlsOptions tls, boolean http2, List<Buffer> contents) {
    this.vertx = vertx;
    this.tls = tls;
    this.http2 = http2;
    this.contents = contents;
  }

  /** Reads the files; fails with an IOException that names the one that cannot be read. */
  static Future<Certificates> read(Vertx vertx, SiteOptions site) {
    TlsOptions tls = site.tls().orElseThrow();
    return vertx.executeBlocking(
        () -> new Certificates(vertx, tls, site.http2().enabled(), readAll(tls)), false);
  }

  /** As Vert.x takes them. */
  ServerSSLOptions options() {
    var keys = new PemKeyCertOptions();
    List<Buffer> read = contents;
    int pairs = 1 + tls.byHostName().size();
    for (int i = 0; i < pairs; i++) {
      keys.addCertValue(read.get(2 * i)).addKeyValue(read.get(2 * i + 1));
    }
    var options = new ServerSSLOptions().setKeyCertOptions(keys).setSni(pairs > 1);
    if (tls.trust().isPresent()) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(read.getLast()));
    }
    SUITES.forEach(options::addEnabledCipherSuite);
    return options
        .setClientAuth(
            switch (tls.clientAuth()) {
              case NONE -> ClientAuth.NONE;
              case REQUEST -> ClientAuth.REQUEST;
              case REQUIRE -> ClientAuth.REQUIRED;
            })
        .setEnabledSecureTransportProtocols(
            tls.versions().stream().map(TlsVersion::protocol).collect(Collectors.toSet()))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setUseAlpn(true)
        .setApplicationLayerProtocols(http2 ? List.of("h2", "http/1.1") : List.of("http/1.1"));
  }

  /**
   * Looks at the files from time to time.
   *
   * @param use puts new options in use
   * @return ends it
   */
  Runnable watch(Function<ServerSSLOptions, Future<Boolean>> use) {
    if (tls.reloadEvery().isZero()) {
      return () -> {};
    }
    long timer =
        vertx.setPeriodic(
            tls.reloadEvery().toMillis(),
            tick ->
                vertx
                    .executeBlocking(() -> readAll(tls), true)
                    .compose(now -> useIfChanged(now, use))
                    .onFailure(cause ->
                        LOG.error(
                            "the gateway's certificates stay as they were: {}",
                            cause.getMessage())));
    return () -> vertx.cancelTimer(timer);
  }

  private Future<Boolean> useIfChanged(
      List<Buffer> now, Function<ServerSSLOptions, Future<Boolean>> use) {
    if (now.equals(contents)) {
      return Future.succeededFuture(false);
    }
    contents = now;
    return use.apply(options())
        .onSuccess(used -> LOG.info("the gateway has new certificates in use"));
  }

  /** Certificate and key in turns, the authorities last. Blocks. */
  private static List<Buffer> readAll(TlsOptions tls) throws IOException {
    List<TlsKeyPair> pairs = new ArrayList<>();
    pairs.add(tls.own());
    tls.byHostName().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> pairs.add(entry.getValue()));
    List<Buffer> all = new ArrayList<>();
    for (TlsKeyPair pair : pairs) {
      all.add(read(pair.certificate()));
      all.add(read(pair.key()));
    }
    if (tls.trust().isPresent()) {
      all.add(read(tls.trust().get()));
    }
    return List.copyOf(all);
  }

  private static Buffer read(Path file) throws IOException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException("the gateway cannot read " + file + " for TLS", e);
    }
  }
}
