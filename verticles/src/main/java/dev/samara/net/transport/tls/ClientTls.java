package dev.samara.net.transport.tls;

import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.socket.TlsVersion;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import javax.net.ssl.SSLException;

/** What a dialled connection needs to speak TLS. Any thread. */
public final class ClientTls {

  /** Also for protocols other than HTTP: the rules of RFC 2818 for a host name in a certificate. */
  private static final String VERIFICATION = "HTTPS";

  private final SslContext context;
  private final TlsClientOptions options;

  /**
   * Reads the files. Blocks: not for an event loop.
   *
   * @param vertx the Vert.x that the connection runs on
   * @param options which files, and how
   * @throws TlsFileException naming the file that cannot be used
   */
  public ClientTls(Vertx vertx, TlsClientOptions options) {
    this.options = options;
    var builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .endpointIdentificationAlgorithm(VERIFICATION)
            .protocols(options.versions().stream().map(TlsVersion::protocol).toList());
    options.trust().ifPresent(file -> builder.trustManager(PemFiles.trust(vertx, file)));
    options.own().ifPresent(pair -> builder.keyManager(PemFiles.keys(vertx, pair)));
    try {
      context = builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the handler of one connection. Any thread.
   *
   * @param allocator where its buffers come from
   * @param host the host that is dialled
   * @param port the port that is dialled
   * @return a handler without a time limit of its own
   */
  public SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
    var handler = context.newHandler(allocator, options.serverName().orElse(host), port);
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }
}
