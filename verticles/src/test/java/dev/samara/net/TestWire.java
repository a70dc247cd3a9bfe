package dev.samara.net;

import static dev.samara.net.HubFixture.await;

import dev.samara.codec.Framing;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.socket.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The stream transports, each as a test needs it: a listener and a peer that has connected. */
enum TestWire {
  TCP {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      var listener = fixture.listen(ListenerOptions.tcp(NAME, 0, framing), route);
      return socket(
          new InetSocketAddress("127.0.0.1", listener.port()), StandardProtocolFamily.INET);
    }
  },
  UNIX {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      var path = folder.resolve("wire.sock");
      fixture.listen(ListenerOptions.unix(NAME, path, framing), route);
      return socket(UnixDomainSocketAddress.of(path), StandardProtocolFamily.UNIX);
    }
  },
  TLS_1_2 {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      return tls(fixture, framing, route, folder, "TLSv1.2");
    }
  },
  TLS_1_3 {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      return tls(fixture, framing, route, folder, "TLSv1.3");
    }
  },
  MEMORY {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      fixture.listen(ListenerOptions.memory(NAME, framing), route);
      return MemoryPeer.dial(fixture.vertx, NAME);
    }
  },
  PIPES {
    @Override
    StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
        throws Exception {
      var there = Pipe.open();
      var back = Pipe.open();
      await(
          fixture.hub.pipe(
              NAME,
              Channels.newInputStream(there.source()),
              Channels.newOutputStream(back.sink()),
              ConnectionOptions.of(framing),
              route));
      return new StreamPeer(
          Channels.newInputStream(back.source()),
          Channels.newOutputStream(there.sink()),
          there.sink(),
          () -> {
            there.sink().close();
            back.source().close();
          });
    }
  };

  /** The listener's name. */
  static final String NAME = "wire";

  abstract StreamPeer connect(HubFixture fixture, Framing framing, Route route, Path folder)
      throws Exception;

  /** TLS 1.2 ends both directions at once and discards what waits (RFC 5246 section 7.2.1). */
  boolean halfCloses() {
    return this != TLS_1_2;
  }

  private static StreamPeer socket(SocketAddress address, StandardProtocolFamily family)
      throws IOException {
    var channel = SocketChannel.open(family);
    channel.connect(address);
    return new StreamPeer(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel);
  }

  private static StreamPeer tls(
      HubFixture fixture, Framing framing, Route route, Path folder, String version)
      throws Exception {
    var certificates = new TestCertificates(folder);
    var own = certificates.server("localhost");
    var listener =
        fixture.listen(
            ListenerOptions.tcp(NAME, 0, framing)
                .withTls(new TlsOptions(own.certificate(), own.key())),
            route);
    var socket = certificates.connect(listener.port(), version);
    return new StreamPeer(
        socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
  }
}
