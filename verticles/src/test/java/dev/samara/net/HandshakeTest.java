package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.client.Claim;
import dev.samara.net.client.ExpectedClient;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.handshake.Secrets;
import dev.samara.net.handshake.Step;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Who one is comes first, over real sockets; every message of it is accounted for. */
class HandshakeTest {

  private static final Secrets SECRETS = Secrets.of(Map.of("ann", "s3cret", "bob", "other"));

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ListenerOptions lines() {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(1_000));
    return options.withConnection(options.connection().withTimeouts(HubFixture.PATIENT));
  }

  private static Listener listen(HubFixture fixture, Handshake handshake) {
    return listen(fixture, handshake, echo());
  }

  private static Listener listen(HubFixture fixture, Handshake handshake, Route route) {
    return fixture.listen(lines(), Handshakes.required(route, handshake, fixture.hub.clients()));
  }

  @Test
  void aKeywordIsAnsweredWithOk() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      clients.expect("ann", ExpectedClient.defaults());
      var listener = listen(fixture, Handshakes.keyword(clients::isExpected));
      try (var ann = RawClient.tcp(listener.port()).write("ann\none\ntwo\n").endOutput();
          var bob = RawClient.tcp(listener.port()).write("bob\none\n")) {
        assertEquals("OK\none\ntwo\n", ann.readToEnd());
        assertEquals("", bob.readToEnd());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(Map.of("handshake", 1L), listener.refusals());
      assertEquals(0, listener.refused());
      // What bob sent after his name was refused; both names and two lines were dealt with.
      assertEquals(new Balance(5, 4, 0, 0, 1, 0, 0), fixture.figures("lines").in());
      assertEquals(new Balance(3, 3, 0, 0, 0, 0, 0), fixture.figures("lines").out());
    }
  }

  @Test
  void aTokenHasToBeRight() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, Handshakes.token(SECRETS));
      try (var ann = RawClient.tcp(listener.port()).write("ann s3cret\nhello\n");
          var wrong = RawClient.tcp(listener.port()).write("ann other\nhello\n");
          var none = RawClient.tcp(listener.port()).write("ann\nhello\n")) {
        assertEquals("OK", ann.readLine());
        assertEquals("hello", ann.readLine());
        assertEquals("", wrong.readToEnd());
        assertEquals("", none.readToEnd());
        assertEquals(Optional.of("ann"), fixture.hub.clients().find("ann").orElseThrow().client());
      }
      assertEquals(Map.of("handshake", 2L), listener.refusals());
    }
  }

  /** Computed here once more, from what the package's documentation says. */
  private static String hmac(String challenge, String name, String secret) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(HexFormat.of().parseHex(challenge.substring("HMAC-SHA256 ".length())));
    return name + " " + HexFormat.of().formatHex(mac.doFinal(name.getBytes())) + "\n";
  }

  @Test
  void anHmacThatWasOverheardIsWorthNothing() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, Handshakes.hmac(SECRETS));
      String overheard;
      try (var ann = RawClient.tcp(listener.port())) {
        overheard = hmac(ann.readLine(), "ann", "s3cret");
        assertEquals("OK", ann.write(overheard + "hello\n").readLine());
        assertEquals("hello", ann.readLine());
      }
      eventually("free again", () -> fixture.hub.clients().find("ann").isEmpty());
      try (var replay = RawClient.tcp(listener.port());
          var wrong = RawClient.tcp(listener.port())) {
        replay.readLine();
        assertEquals("", replay.write(overheard).readToEnd());
        assertEquals("", wrong.write(hmac(wrong.readLine(), "ann", "other")).readToEnd());
      }
      assertEquals(Map.of("handshake", 2L), listener.refusals());
    }
  }

  @Test
  void whatFollowsWaitsForASlowSecret() {
    try (var fixture = new HubFixture()) {
      var asked = new ConcurrentLinkedQueue<Promise<Optional<byte[]>>>();
      Secrets slow =
          _ -> {
            var promise = Promise.<Optional<byte[]>>promise();
            asked.add(promise);
            return promise.future();
          };
      var listener = listen(fixture, Handshakes.token(slow));
      try (var ann = RawClient.tcp(listener.port()).write("ann s3cret\none\ntwo\n");
          var bob = RawClient.tcp(listener.port()).write("bob x\none\n").endOutput();
          var gone = RawClient.tcp(listener.port()).write("gone x\n")) {
        eventually("all read", () -> fixture.figures("lines").in().accepted() == 6);
        assertEquals(6, fixture.figures("lines").in().inFlight());
        gone.reset();
        eventually("gone", () -> fixture.figures("lines").open() == 2);
        ann.write("three\n").endOutput();
        for (var promise : asked) {
          promise.complete(Optional.of("s3cret".getBytes()));
        }
        assertEquals("OK\none\ntwo\nthree\n", ann.readToEnd());
        assertEquals("", bob.readToEnd());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(new Balance(7, 5, 0, 1, 1, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void whoDoesNotSayWhoItIsInTimeIsTurnedAway() {
    try (var fixture = new HubFixture()) {
      var options = lines();
      var timeouts = options.connection().timeouts().withHandshake(Duration.ofSeconds(2));
      var listener =
          fixture.listen(
              options.withConnection(options.connection().withTimeouts(timeouts)),
              Handshakes.required(
                  echo(),
                  Handshakes.nameFirst(reason -> Optional.of(Buffer.buffer("! " + reason))),
                  fixture.hub.clients()));
      try (var ann = RawClient.tcp(listener.port()).write("ann\n");
          var silent = RawClient.tcp(listener.port());
          var slow = RawClient.tcp(listener.port()).write("bo")) {
        assertEquals("! no handshake within 2000 ms\n", silent.readToEnd());
        assertEquals("! no handshake within 2000 ms\n", slow.readToEnd());
        assertEquals("x", ann.write("x\n").readLine());
      }
      assertEquals(Map.of("handshake-timeout", 2L), listener.refusals());
    }
  }

  @Test
  void unknownClientsHaveARouteOfTheirOwnAndMayBeAdopted() {
    try (var fixture = new HubFixture()) {
      var clients = fixture.hub.clients();
      clients.expect("ann", ExpectedClient.defaults());
      var strangers = new ConcurrentLinkedQueue<Connection>();
      ConnectionHandler unknown =
          new ConnectionHandler() {
            @Override
            public void connected(Connection connection) {
              strangers.add(connection);
            }

            @Override
            public void message(Connection connection, Buffer message) {
              connection.post(Buffer.buffer("who are you? ").appendBuffer(message));
            }
          };
      var route =
          Handshakes.offered(
              echo(),
              Routes.handler(() -> unknown),
              Handshakes.keyword(clients::isExpected),
              clients);
      var listener = fixture.listen(lines(), route);
      try (var ann = RawClient.tcp(listener.port()).write("ann\nhello\n");
          var stranger = RawClient.tcp(listener.port()).write("first\nsecond\n")) {
        assertEquals("OK", ann.readLine());
        assertEquals("hello", ann.readLine());
        assertEquals("who are you? first", stranger.readLine());
        assertEquals("who are you? second", stranger.readLine());
        assertEquals(Optional.empty(), strangers.peek().client());
        clients.expect("bob", ExpectedClient.defaults());
        var queued = clients.send("bob", Buffer.buffer("for bob"));
        assertEquals(Claim.GIVEN, clients.adopt(strangers.poll(), "bob"));
        await(queued);
        assertEquals("for bob", stranger.readLine());
      }
      assertEquals(Map.of(), listener.refusals());
    }
  }

  @Test
  void worksInFrontOfEveryStyle() {
    try (var fixture = new HubFixture()) {
      await(
          MessageService.register(
              fixture.vertx,
              "names",
              delivery -> delivery.reply(Buffer.buffer(delivery.client().orElse("nobody")))));
      var thread =
          Routes.thread(connection -> {
            for (var next = connection.receive(); next.isPresent(); next = connection.receive()) {
              connection.post(Buffer.buffer(connection.client().orElse("nobody")));
            }
          });
      for (var route : List.of(fixture.bus("names"), thread)) {
        var options = ListenerOptions.tcp("style", 0, new LineFraming(100));
        var listener =
            fixture.listen(
                options,
                Handshakes.required(route, Handshakes.token(SECRETS), fixture.hub.clients()));
        assertEquals(route.name(), listener.route());
        try (var ann = RawClient.tcp(listener.port()).write("ann s3cret\nx\ny\n").endOutput()) {
          assertEquals("OK\nann\nann\n", ann.readToEnd());
        }
        eventually("free again", () -> fixture.hub.clients().find("ann").isEmpty());
      }
    }
  }

  @Test
  void aHandshakeThatThrowsCostsOnlyItsConnection() {
    try (var fixture = new HubFixture()) {
      Handshake broken =
          _ ->
              new Handshake.Exchange() {
                @Override
                public Future<Step> start() {
                  return Future.succeededFuture(Step.ask());
                }

                @Override
                public Future<Step> message(Buffer message) {
                  return switch (message.toString()) {
                    case "throw" -> throw new IllegalStateException("made to fail");
                    case "fail" -> Future.failedFuture("made to fail");
                    default -> Future.succeededFuture(new Step.Accept(Optional.empty(), List.of()));
                  };
                }
              };
      var listener = listen(fixture, broken);
      try (var good = RawClient.tcp(listener.port()).write("good\nx\n");
          var throwing = RawClient.tcp(listener.port()).write("throw\nx\n");
          var failing = RawClient.tcp(listener.port()).write("fail\nx\n")) {
        assertEquals("", throwing.readToEnd());
        assertEquals("", failing.readToEnd());
        assertEquals("x", good.readLine());
      }
    }
  }
}
