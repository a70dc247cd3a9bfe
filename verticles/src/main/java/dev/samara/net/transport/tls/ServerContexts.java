package dev.samara.net.transport.tls;

import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.socket.TlsVersion;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import io.vertx.core.Vertx;
import javax.net.ssl.SSLException;

/** The certificates of a listener as they were read at one moment. Any thread. */
final class ServerContexts {

  private final Mapping<String, SslContext> byHostName;

  private ServerContexts(Mapping<String, SslContext> byHostName) {
    this.byHostName = byHostName;
  }

  /**
   * Reads the files. Blocks: not for an event loop.
   *
   * @throws TlsFileException naming the file that cannot be used
   */
  static ServerContexts read(Vertx vertx, TlsOptions options) {
    var names = new DomainWildcardMappingBuilder<>(context(vertx, options, options.own()));
    options.byHostName().forEach((name, pair) -> names.add(name, context(vertx, options, pair)));
    return new ServerContexts(names.build());
  }

  private static SslContext context(Vertx vertx, TlsOptions options, TlsKeyPair pair) {
    var builder =
        SslContextBuilder.forServer(PemFiles.keys(vertx, pair))
            .sslProvider(SslProvider.JDK)
            .protocols(options.versions().stream().map(TlsVersion::protocol).toList())
            .clientAuth(netty(options.clientAuth()));
    options.trust().ifPresent(file -> builder.trustManager(PemFiles.trust(vertx, file)));
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new TlsFileException(pair.certificate(), "cannot be used", e);
    }
  }

  private static io.netty.handler.ssl.ClientAuth netty(ClientAuth auth) {
    return switch (auth) {
      case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
      case REQUEST -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
      case REQUIRE -> io.netty.handler.ssl.ClientAuth.REQUIRE;
    };
  }

  /** Makes the handler for one connection; its time limit is the arrival's. */
  ChannelHandler newHandler() {
    return new SniHandler(byHostName) {
      @Override
      protected io.netty.handler.ssl.SslHandler newSslHandler(
          SslContext context, io.netty.buffer.ByteBufAllocator allocator) {
        var handler = super.newSslHandler(context, allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
      }
    };
  }
}
