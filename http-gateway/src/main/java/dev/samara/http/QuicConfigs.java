package dev.samara.http;

import io.vertx.core.Future;
import io.vertx.core.http.Http3ServerConfig;
import io.vertx.core.http.Http3Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;

/** The gateway's options as Vert.x takes them for HTTP/3. */
final class QuicConfigs {
  private QuicConfigs() {}

  /**
   * Of the gateway.
   *
   * @param port of UDP
   */
  static HttpServerConfig of(GatewayOptions options, int port) {
    return new HttpServerConfig()
        .setVersions(HttpVersion.HTTP_3)
        .setQuicPort(port)
        .setQuicHost(options.host())
        .setIdleTimeout(options.idleTimeout())
        .setHandle100ContinueAutomatically(false)
        .setHttp3Config(
            new Http3ServerConfig()
                .setInitialSettings(
                    new Http3Settings()
                        .setMaxFieldSectionSize(options.wire().requests().headBytes())));
  }

  /** What is missing where it cannot be had. */
  static Future<HttpServer> explained(Throwable cause) {
    return Future.failedFuture(
        cause instanceof LinkageError
            ? new IOException(
                "HTTP/3 needs netty-codec-native-quic for this machine: " + cause.getMessage(),
                cause)
            : cause);
  }
}
