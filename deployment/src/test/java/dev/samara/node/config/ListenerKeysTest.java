package dev.samara.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.samara.net.access.AccessRule;
import dev.samara.net.access.Rate;
import dev.samara.net.client.DuplicatePolicy;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.Transport;
import dev.samara.net.socket.BindPolicy;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TcpOptions;
import dev.samara.net.socket.TcpOptions.KeepAlive;
import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsVersion;
import dev.samara.net.socket.UnixOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of a listener, and of what all listeners share, arrives in the core's options. */
class ListenerKeysTest {

  @TempDir Path folder;

  private NodeConfig load(String content) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), content);
    return ConfigLoader.load(Optional.of(file), Map.of(), warning -> fail(warning));
  }

  private ListenerConfig listener(String content) throws IOException {
    return load("listeners:\n  all:\n" + content.indent(4)).listeners().get("all");
  }

  @Test
  void plainKeys() throws IOException {
    var listener =
        listener(
            """
            transport: TCP
            host: 127.0.0.2
            port: 0
            framing: length16le
            maxMessageBytes: 100
            maxStreamBytes: 5000000000
            route: bus-each:x
            answerTimeout: 1500
            clientRules: [allow client:a*]
            oneAtATime: true
            vital: true
            maxQueuedBytes: 3000000000
            slowConsumerPolicy: drop_oldest
            maxUnansweredMessages: 7
            maxUnansweredBytes: 8
            backlog: 9
            reverseDns: 2s
            reuseAddress: false
            reusePort: true
            """);
    assertEquals(Transport.TCP, listener.transport());
    assertEquals(Optional.of("127.0.0.2"), listener.host());
    assertEquals(Optional.of(0), listener.port());
    assertEquals(Optional.of("length16le"), listener.framing());
    assertEquals(Optional.of(100), listener.maxMessageBytes());
    assertEquals(Optional.of(5_000_000_000L), listener.maxStreamBytes());
    assertEquals("bus-each:x", listener.route());
    assertEquals(Optional.of(Duration.ofMillis(1_500)), listener.answerTimeout());
    assertEquals(List.of(AccessRule.parse("allow client:a*")), listener.routeRules().rules());
    assertEquals(Optional.of(true), listener.oneAtATime());
    assertEquals(Optional.of(true), listener.vital());
    assertEquals(Optional.of(3_000_000_000L), listener.maxQueuedBytes());
    assertEquals(Optional.of(SlowConsumerPolicy.DROP_OLDEST), listener.slowConsumerPolicy());
    assertEquals(Optional.of(7), listener.maxUnansweredMessages());
    assertEquals(Optional.of(8L), listener.maxUnansweredBytes());
    assertEquals(Optional.of(9), listener.backlog());
    assertEquals(Optional.of(Duration.ofSeconds(2)), listener.reverseDns());
    assertEquals(Optional.of(false), listener.reuseAddress());
    assertEquals(Optional.of(true), listener.reusePort());
  }

  @Test
  void timeouts() throws IOException {
    var listener =
        listener(
            """
            { transport: tcp, port: 0, route: "bus:x",
              timeouts: { handshake: 1s, read: 2s, write: 3s, idle: 4m, close: 5s } }
            """);
    assertEquals(
        new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMinutes(4),
            Duration.ofSeconds(5)),
        listener.timeouts().orElseThrow().over(Timeouts.DEFAULT));
    var one =
        listener("{ transport: tcp, port: 0, route: 'bus:x', timeouts: { idle: 0 } }").timeouts();
    assertEquals(
        Timeouts.DEFAULT.withIdle(Duration.ZERO), one.orElseThrow().over(Timeouts.DEFAULT));
  }

  @Test
  void tcp() throws IOException {
    var listener =
        listener(
            """
            transport: tcp
            port: 0
            route: "bus:x"
            tcp:
              noDelay: false
              keepAlive: { idle: 30s, interval: 5s, probes: 3 }
              userTimeout: 20s
              linger: 0
              deferAccept: 2s
              quickAck: true
            """);
    assertEquals(
        new TcpOptions(
            false,
            Optional.of(new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(5), 3)),
            Duration.ofSeconds(20),
            Optional.of(Duration.ZERO),
            Duration.ofSeconds(2),
            true),
        listener.tcp().orElseThrow().options());
  }

  @Test
  void buffers() throws IOException {
    var start = "{ transport: tcp, port: 0, route: 'bus:x', buffers: ";
    assertEquals(
        BufferOptions.SMALL,
        listener(start + "{ profile: small } }").buffers().orElseThrow().options());
    assertEquals(
        new BufferOptions(2048, 3, 4, 8192),
        listener(
                start
                    + "{ profile: BULK, readBytes: 2048, receiveBytes: 3, sendBytes: 4,"
                    + " writeQueueBytes: 8192 } }")
            .buffers()
            .orElseThrow()
            .options());
    assertEquals(
        BufferOptions.BULK.withReadBytes(1024),
        listener(start + "{ profile: bulk, readBytes: 1024 } }").buffers().orElseThrow().options());
    assertEquals(
        BufferOptions.DEFAULT.withKernelBytes(0, 9),
        listener(start + "{ sendBytes: 9 } }").buffers().orElseThrow().options());
  }

  @Test
  void tcpWithoutProbes() throws IOException {
    var tcp =
        listener("{transport: tcp, port: 0, route: 'bus:x', tcp: {keepAlive: {enabled: false}}}")
            .tcp()
            .orElseThrow()
            .options();
    assertEquals(TcpOptions.defaults().withPeerChecks(Optional.empty(), Duration.ZERO), tcp);
  }

  @Test
  void unixAndProxyProtocol() throws IOException {
    var unix =
        listener(
            """
            { transport: unix, path: a.sock, route: "bus:x",
              unix: { mode: rw-rw----, owner: root, group: daemon } }
            """);
    assertEquals(
        UnixOptions.of("rw-rw----").withOwner("root").withGroup("daemon"),
        unix.unix().orElseThrow().options());
    var proxied =
        listener(
            """
            { transport: tcp, port: 0, route: "bus:x",
              proxyProtocol: { trusted: [10.0.0.0/8, "::1/128"] } }
            """);
    assertEquals(List.of("10.0.0.0/8", "::1/128"), proxied.proxyProtocol().orElseThrow().trusted());
  }

  @Test
  void tls() throws IOException {
    var tls =
        listener(
                """
                transport: tcp
                port: 0
                route: "bus:x"
                tls:
                  certificate: c.pem
                  key: k.pem
                  hostNames: { "*.example.org": { certificate: d.pem, key: l.pem } }
                  clientAuth: require
                  trust: t.pem
                  versions: [TLSv1.3]
                  mode: auto
                  reloadEvery: 1m
                """)
            .tls()
            .orElseThrow()
            .options();
    assertEquals(new TlsKeyPair(Path.of("c.pem"), Path.of("k.pem")), tls.own());
    assertEquals(
        Map.of("*.example.org", new TlsKeyPair(Path.of("d.pem"), Path.of("l.pem"))),
        tls.byHostName());
    assertEquals(ClientAuth.REQUIRE, tls.clientAuth());
    assertEquals(Optional.of(Path.of("t.pem")), tls.trust());
    assertEquals(Set.of(TlsVersion.TLS_1_3), tls.versions());
    assertEquals(true, tls.plainAllowed());
    assertEquals(Duration.ofMinutes(1), tls.reloadEvery());
    var plain =
        "{transport: tcp, port: 0, route: 'bus:x', tls: {certificate: c, key: k, mode: on}}";
    assertEquals(false, listener(plain).tls().orElseThrow().options().plainAllowed());
  }

  @Test
  void access() throws IOException {
    var access =
        listener(
                """
                transport: tcp
                port: 0
                route: "bus:x"
                access:
                  rules: [deny 10.0.0.1, allow 10.0.0.0/8]
                  maxConnections: 5
                  maxConnectionsPerAddress: 2
                  connectionRate: { perSecond: 100 }
                  addressRate: { perSecond: 10, burst: 20 }
                  messageRate: { perSecond: 1000, burst: 5000 }
                  byteRate: { perSecond: 5000000000 }
                """)
            .access()
            .orElseThrow()
            .options();
    assertEquals(
        List.of(AccessRule.parse("deny 10.0.0.1"), AccessRule.parse("allow 10.0.0.0/8")),
        access.rules().rules());
    assertEquals(5, access.maxConnections());
    assertEquals(2, access.maxConnectionsPerAddress());
    assertEquals(Optional.of(Rate.perSecond(100)), access.connectionRate());
    assertEquals(Optional.of(new Rate(10, 20)), access.connectionRatePerAddress());
    assertEquals(Optional.of(new Rate(1_000, 5_000)), access.messageRate());
    assertEquals(Optional.of(Rate.perSecond(5_000_000_000L)), access.byteRate());
  }

  @Test
  void handshake() throws IOException {
    var start = "{ transport: tcp, port: 0, route: 'bus:x', handshake: ";
    assertEquals(
        new HandshakeConfig(
            HandshakeKind.HMAC,
            Optional.of(Path.of("s")),
            Optional.empty(),
            Optional.empty(),
            Optional.of("bus:y"),
            Optional.of(List.of("allow local"))),
        listener(
                start
                    + "{ kind: hmac, secretsFile: s, unknownRoute: 'bus:y',"
                    + " unknownRules: [allow local] } }")
            .handshake()
            .orElseThrow());
    assertEquals(
        HandshakeKind.NAME_FIRST,
        listener(start + "{ kind: name-first } }").handshake().orElseThrow().kind());
    assertEquals(
        Optional.of("TOKENS"),
        listener(start + "{ kind: token, secretsVariable: TOKENS } }")
            .handshake()
            .orElseThrow()
            .secretsVariable());
    assertEquals(
        Optional.of(true),
        listener(start + "{ kind: keyword, anyName: true } }").handshake().orElseThrow().anyName());
  }

  @Test
  void whatAllListenersShare() throws IOException {
    var config =
        load(
            """
            maxConnections: 1000
            memory: { inBytes: 1000000, totalBytes: 1500000 }
            clients:
              onDuplicate: take_over
              maxConnectionsPerName: 3
              rules: [allow local]
              expect:
                ann: { rules: [allow tcp], maxQueuedMessages: 5, maxQueuedBytes: 6, expiry: 7s,
                       onDuplicate: keep_both }
                ben: {}
            traceCallSites: 2
            bindPolicy: any
            """);
    assertEquals(Optional.of(1_000), config.maxConnections());
    var memory = config.memory().orElseThrow().options();
    assertEquals(1_000_000, memory.inBytes());
    assertEquals(1_500_000, memory.outBytes());
    assertEquals(1_500_000, memory.totalBytes());
    var clients = config.clients().orElseThrow();
    assertEquals(DuplicatePolicy.TAKE_OVER, clients.options().onDuplicate());
    assertEquals(3, clients.options().maxConnectionsPerName());
    assertEquals(List.of(AccessRule.parse("allow local")), clients.options().rules().rules());
    assertEquals(Set.of("ann", "ben"), clients.expected().keySet());
    var ann = clients.expected().get("ann");
    assertEquals(5, ann.maxQueuedMessages());
    assertEquals(6, ann.maxQueuedBytes());
    assertEquals(Duration.ofSeconds(7), ann.expiry());
    assertEquals(List.of(AccessRule.parse("allow tcp")), ann.rules().rules());
    assertEquals(Optional.of(DuplicatePolicy.KEEP_BOTH), ann.onDuplicate());
    assertEquals(Optional.of(2), config.traceCallSites());
    assertEquals(Optional.of(BindPolicy.ANY), config.bindPolicy());
  }
}
