package dev.samara.net.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Transport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ready handshakes without a connection. */
class ReadyHandshakesTest {

  private static final Handshake SERVER = Handshakes.hmac(Secrets.of(Map.of("ann", "key")));

  private static Peer peer(String... identities) {
    return new Peer(
        Transport.TCP,
        SocketAddress.inetSocketAddress(1, "127.0.0.1"),
        "lines",
        List.of(identities));
  }

  private static Buffer challenge(Handshake.Exchange exchange) {
    return assertInstanceOf(Step.Ask.class, exchange.start().result()).messages().getFirst();
  }

  private static Buffer answer(Buffer challenge, String name, String secret) {
    var exchange = ClientHandshakes.hmac(name, secret).begin(peer());
    assertEquals(Step.ask(), exchange.start().result());
    return assertInstanceOf(Step.Ask.class, exchange.message(challenge).result())
        .messages()
        .getFirst();
  }

  /** RFC 4231, test case 2, cut into "nonce" and "name". */
  @Test
  void computesWhatTheRfcSays() {
    var mac =
        Hmac.mac(
            "Jefe".getBytes(StandardCharsets.US_ASCII),
            "what do ya want ".getBytes(StandardCharsets.US_ASCII),
            "for nothing?");
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        HexFormat.of().formatHex(mac));
  }

  @Test
  void bothEndsAgree() {
    var exchange = SERVER.begin(peer());
    var answer = answer(challenge(exchange), "ann", "key");
    var accepted = assertInstanceOf(Step.Accept.class, exchange.message(answer).result());
    assertEquals(Optional.of("ann"), accepted.name());
    assertEquals("OK", accepted.messages().getFirst().toString());
  }

  @Test
  void anAnswerFitsNoOtherChallenge() {
    var overheard = SERVER.begin(peer());
    var answer = answer(challenge(overheard), "ann", "key");
    var replayed = SERVER.begin(peer());
    assertNotEquals(challenge(overheard), challenge(replayed));
    assertInstanceOf(Step.Refuse.class, replayed.message(answer).result());
  }

  @Test
  void theWrongSecretOrNameIsRefusedInTheSameWords() {
    var wrongSecret = SERVER.begin(peer());
    var wrongName = SERVER.begin(peer());
    assertEquals(
        wrongSecret.message(answer(challenge(wrongSecret), "ann", "other")).result(),
        wrongName.message(answer(challenge(wrongName), "bob", "key")).result());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "ann ",
        "ann 00",
        "ann 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384",
        "ann zbdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "a/b 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      })
  void whatIsNoAnswerIsNotKnown(String answer) {
    var exchange = SERVER.begin(peer());
    challenge(exchange);
    assertInstanceOf(Step.Unknown.class, exchange.message(Buffer.buffer(answer)).result());
  }

  @Test
  void anEmptySecretLetsNobodyIn() {
    var server = Handshakes.hmac(Secrets.of(Map.of("ann", ""))).begin(peer());
    var nonce = Hmac.nonce(challenge(server)).orElseThrow();
    var guess = "ann " + Hmac.hex(Hmac.mac(new byte[32], nonce, "ann"));
    assertInstanceOf(Step.Refuse.class, server.message(Buffer.buffer(guess)).result());
    var token = Handshakes.token(Secrets.of(Map.of("ann", ""))).begin(peer());
    assertInstanceOf(Step.Refuse.class, token.message(Buffer.buffer("ann")).result());
    assertInstanceOf(Step.Refuse.class, token.message(Buffer.buffer("ann ")).result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HMAC-SHA256", "HMAC-SHA256 00", "HMAC-MD5 00", "OK"})
  void aClientRefusesWhatIsNoChallenge(String message) {
    var exchange = ClientHandshakes.hmac("ann", "key").begin(peer());
    exchange.start();
    assertInstanceOf(Step.Refuse.class, exchange.message(Buffer.buffer(message)).result());
  }

  @Test
  void aCertificateHasAName() {
    var handshake = Handshakes.tlsIdentity();
    assertEquals(
        Step.accept("ann"), handshake.begin(peer("Ann Example", "ann", "bob")).start().result());
    assertEquals(
        Step.accept("ann"),
        handshake.begin(peer("subject:CN=ann", "cn:ann", "dns:bob")).start().result());
    assertInstanceOf(
        Step.Unknown.class, handshake.begin(peer("uid:0", "user:ann")).start().result());
    assertInstanceOf(Step.Unknown.class, handshake.begin(peer("Ann Example")).start().result());
    assertInstanceOf(Step.Unknown.class, handshake.begin(peer()).start().result());
  }

  @Test
  void aTokenIsOneThatMatchesWhole() {
    var server = Handshakes.token(Secrets.of(Map.of("ann", "grün tee")));
    assertTrue(
        server.begin(peer()).message(Buffer.buffer("ann grün tee")).result()
            instanceof Step.Accept);
    for (var wrong : List.of("ann grün", "ann grün tee ", "ann GRÜN TEE", "bob grün tee")) {
      assertInstanceOf(
          Step.Refuse.class, server.begin(peer()).message(Buffer.buffer(wrong)).result(), wrong);
    }
    var tooLong = Buffer.buffer("ann " + "x".repeat(Texts.MAX_BYTES));
    assertInstanceOf(Step.Unknown.class, server.begin(peer()).message(tooLong).result());
    var notText = Buffer.buffer(new byte[] {'a', ' ', -1});
    assertInstanceOf(Step.Unknown.class, server.begin(peer()).message(notText).result());
  }
}
