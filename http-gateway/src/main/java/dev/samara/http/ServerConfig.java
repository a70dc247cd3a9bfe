package dev.samara.http;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The gateway's options as Vert.x takes them. */
final class ServerConfig {
  /** As much as one read gives; the default of 8 KiB cuts each read of an upload into eight. */
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  /** What a client may send ahead on one stream of HTTP/2, and on all of a connection together. */
  private static final int STREAM_WINDOW_BYTES = 256 * 1024;

  private static final int CONNECTION_WINDOW_BYTES = 1 << 20;

  private ServerConfig() {}

  static HttpServerOptions of(GatewayOptions options, Optional<Certificates> certificates) {
    var server =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setMaxChunkSize(MAX_CHUNK_BYTES)
            .setIdleTimeout((int) options.idleTimeout().toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setHandle100ContinueAutomatically(false)
            .setCompressionSupported(false)
            // WebSockets are ours, and have no extensions.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setTcpKeepAlive(true);
    certificates.ifPresent(found -> secure(server, options, found.options()));
    return server;
  }

  private static void secure(
      HttpServerOptions server, GatewayOptions options, ServerSSLOptions tls) {
    var http2 = options.site().http2();
    server
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(
            http2.enabled()
                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                : List.of(HttpVersion.HTTP_1_1))
        .setKeyCertOptions(tls.getKeyCertOptions())
        .setTrustOptions(tls.getTrustOptions())
        .setClientAuth(tls.getClientAuth())
        .setSni(tls.isSni())
        .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
        .setSslHandshakeTimeout(tls.getSslHandshakeTimeout())
        .setSslHandshakeTimeoutUnit(tls.getSslHandshakeTimeoutUnit())
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(http2.maxStreams())
                .setInitialWindowSize(STREAM_WINDOW_BYTES)
                .setMaxHeaderListSize(options.wire().requests().headBytes()))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .setHttp2RstFloodMaxRstFramePerWindow(http2.maxResets())
        .setHttp2RstFloodWindowDuration((int) http2.resetWindow().toSeconds())
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    tls.getEnabledCipherSuites().forEach(server::addEnabledCipherSuite);
  }
}
