package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.handshake.ClientHandshakes;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.rpc.call.FailureKind;
import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections between nodes that come, are cut, and go, on one local bus. */
class NodeLinksTest {
  interface Work {
    Future<String> work(int number);
  }

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<Rpc> nodes = new ArrayList<>();

  /** What has been asked and is not answered. */
  private final Queue<Promise<String>> open = new ConcurrentLinkedQueue<>();

  private final Work held =
      number -> {
        Promise<String> promise = Promise.promise();
        open.add(promise);
        return promise.future();
      };

  @AfterEach
  void stop() {
    open.forEach(each -> each.tryComplete("late"));
    for (Rpc node : nodes.reversed()) {
      Waiting.assertBalanced(node);
      result(node.close());
    }
    result(vertx.close());
  }

  private Rpc start(String name, RpcTuning tuning) {
    return start(options(name, tuning));
  }

  private static RpcOptions options(String name, RpcTuning tuning) {
    return Waiting.patient(name, "id-" + name)
        .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1))
        .withTuning(tuning);
  }

  private Rpc start(RpcOptions options) {
    Rpc node = result(Rpc.start(vertx, options));
    nodes.add(node);
    return node;
  }

  private static RpcTuning linked(NodeLinkOptions options) {
    return RpcTuning.defaults().withNodeLinks(options);
  }

  private static void untilOffered(Rpc caller) {
    Waiting.until(
        "it is offered",
        () -> caller.services().stream().anyMatch(each -> each.service().equals("work")));
  }

  @Test
  void nodesWithoutLinksAreCalledOverTheBus() {
    Rpc a = start("a", Links.tuning());
    Rpc b = start("b", RpcTuning.defaults());
    result(b.expose(Work.class, number -> Future.succeededFuture("b" + number)));
    untilOffered(a);
    assertEquals("b1", result(a.client(Work.class).work(1)));
    result(b.withdraw("work"));
    Waiting.until("it is withdrawn", () -> a.services().isEmpty());
    result(a.expose(Work.class, number -> Future.succeededFuture("a" + number)));
    untilOffered(b);
    assertEquals("a1", result(b.client(Work.class).work(1)));
    assertEquals(List.of(), result(a.node().links().orElseThrow().connections()));
  }

  @Test
  void callsGoOverTheBusWhereNoConnectionCanBeMade() throws Exception {
    int closedPort = Cluster.freePort();
    NodeLinkOptions astray = NodeLinkOptions.on("127.0.0.1").withAnnounced("127.0.0.1", closedPort);
    Rpc a = start("a", Links.tuning());
    Rpc b = start("b", linked(astray));
    result(b.expose(Work.class, number -> Future.succeededFuture("b" + number)));
    untilOffered(a);
    for (int i = 0; i < 50; i++) {
      assertEquals("b" + i, result(a.client(Work.class).work(i)));
    }
    assertEquals(0, a.nodeLinks());
  }

  @Test
  void callsGoOverTlsIfItIsAskedFor(@TempDir Path folder) throws Exception {
    var authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    var own =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=node")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    Path trust = Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("key.pem"), own.getPrivateKeyPEM());
    Path certificate = Files.writeString(folder.resolve("crt.pem"), own.getCertificatePathPEM());
    RpcTuning tuning =
        linked(
            NodeLinkOptions.on("127.0.0.1")
                .withTls(
                    new TlsOptions(certificate, key),
                    TlsClientOptions.trusting(Optional.of(trust))));
    Rpc a = start("a", tuning);
    Links.connect(a, vertx, start("b", tuning));
    Rpc plain = start("c", Links.tuning());
    Links.connect(plain, vertx, start("d", Links.tuning()));
    assertTrue(Links.dialled(a).stream().allMatch(each -> each.encrypted()));
    assertTrue(Links.dialled(plain).stream().noneMatch(each -> each.encrypted()));
  }

  @Test
  void whoHasNotHeardTheKeyIsTurnedAway() throws Exception {
    Rpc b = start("b", Links.tuning());
    Hub stranger = result(Hub.start(vertx, "stranger"));
    var address = b.node().links().orElseThrow().address();
    var to =
        ConnectorOptions.to(
            "out",
            SocketAddress.inetSocketAddress(address.port(), address.host()),
            ConnectionOptions.of(new LengthFraming(1_000)));
    for (String key : List.of("0".repeat(32), address.key().substring(1), address.key() + "0")) {
      var route =
          Handshakes.required(
              b.route(), ClientHandshakes.hmac("stranger", key), stranger.clients());
      Connection connection = result(stranger.connect(to, route));
      result(connection.closed());
    }
    // One that calls without a word about who it is: what it says is no answer to the challenge.
    try (Socket rude = new Socket(address.host(), address.port())) {
      rude.getOutputStream().write(new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'});
      int challengeBytes = rude.getInputStream().readAllBytes().length;
      assertTrue(challengeBytes < 100, challengeBytes + " bytes");
    }
    result(stranger.close());
  }

  @Test
  void aCutConnectionFailsWhatIsUnderWayAndTheNextOneIsMade() throws Exception {
    try (Relay relay = new Relay()) {
      Rpc a = start("a", Links.tuning());
      Rpc b =
          start(
              "b",
              linked(NodeLinkOptions.on("127.0.0.1").withAnnounced("127.0.0.1", relay.port())));
      relay.to(b.node().links().orElseThrow().port());
      Links.connect(a, vertx, b);
      result(b.expose(Work.class, held));
      untilOffered(a);
      Work work = a.client(Work.class);
      for (int round = 0; round < 3; round++) {
        Future<String> pending = work.work(round);
        Waiting.until("it is being served", () -> open.size() == 1);
        relay.cut();
        assertEquals(
            "the connection to node 'b' was lost while it served work.work",
            failure(FailureKind.CONNECTION_LOST, pending).getMessage());
        open.clear();
        Future<String> next = work.work(round);
        Waiting.until("the next one is being served", () -> open.size() == 1);
        open.remove().complete("on");
        assertEquals("on", result(next));
        Links.connect(a, vertx, b);
      }
    }
  }

  @RepeatedTest(5)
  void whatANodeAnswersAsItLeavesIsHeard() {
    Rpc a = start("a", Links.tuning());
    Rpc b = start("b", Links.tuning());
    Links.connect(a, vertx, b);
    result(b.expose(Work.class, held));
    untilOffered(a);
    Work work = a.client(Work.class);
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(work.work(i));
    }
    Waiting.until("all are being served", () -> open.size() == 200);
    nodes.remove(b);
    Future<Void> closed = b.close();
    open.forEach(each -> each.complete("x".repeat(10_000)));
    calls.forEach(call -> assertEquals(10_000, result(call).length()));
    result(closed);
    Waiting.until("its connections are gone", () -> Links.dialled(a).isEmpty());
    Waiting.until("it is gone", () -> a.services().isEmpty());
    Waiting.assertBalanced(b);
  }

  @Test
  void aNodeThatLeavesWithCallsUnansweredFailsThem() {
    Rpc a = start("a", Links.tuning());
    Rpc b = start(options("b", Links.tuning()).withDrainTimeout(Duration.ofMillis(300)));
    Links.connect(a, vertx, b);
    result(b.expose(Work.class, held));
    untilOffered(a);
    Future<String> pending = a.client(Work.class).work(1);
    Waiting.until("it is being served", () -> open.size() == 1);
    result(b.close());
    assertEquals(
        "node 'b' left while it served work.work",
        failure(FailureKind.NODE_LEFT, pending).getMessage());
  }
}
