package dev.samara.rpc.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFormatTest {
  private static final PayloadFormats PLAIN = PayloadFormats.within(4_096);

  /** Made by Node.js and by Python's cryptography, of the same key, nonce and covered bytes. */
  private static final String VECTOR =
      "000000076465666768696a6b6c6d6e6f380a2bc9b76d9ae509cc4f19d92fd46d37f406db9e0e87";

  @Test
  void theFormIsAsDocumented() {
    var codec = fixed(key(7)).value(String.class);
    assertEquals(VECTOR, HexFormat.of().formatHex(codec.write("hello").getBytes()));
    assertEquals("hello", codec.read(Buffer.buffer(HexFormat.of().parseHex(VECTOR))));
  }

  @Test
  void jsonOfOthersIsSealedAsWell() {
    var formats = PLAIN.sealedWith(PayloadKeys.of(key(1)));
    var payload = PayloadFormats.payload(formats.json(), Buffer.buffer("[1, 2]"));
    var read = (int[]) formats.json().value(int[].class).read(payload);
    assertArrayEquals(new int[] {1, 2}, read);
    assertEquals("[1, 2]", PayloadFormats.written(formats.json(), payload).toString());
    assertEquals(
        "6 bytes (expected: a sealed payload of 32 at least)",
        refusal(() -> PayloadFormats.written(formats.json(), Buffer.buffer("[1, 2]"))));
    assertEquals(
        "[1, 2]",
        PayloadFormats.written(
                PLAIN.json(), PayloadFormats.payload(PLAIN.json(), Buffer.buffer("[1, 2]")))
            .toString());
  }

  @Test
  void noncesAreNotUsedAgain() {
    var codec = sealed(PayloadKeys.of(key(1))).value(String.class);
    var nonces = new HashSet<String>();
    for (var i = 0; i < 1_000; i++) {
      nonces.add(HexFormat.of().formatHex(codec.write("x").getBytes(4, 16)));
    }
    assertEquals(1_000, nonces.size());
  }

  @Test
  void thePayloadAndTheKeyDoNotShow() {
    var bytes = sealed(PayloadKeys.of(key(1))).value(String.class).write("secret text");
    assertFalse(bytes.toString("ISO-8859-1").contains("secret"));
    assertEquals("key 1", key(1).toString());
  }

  @Test
  void aKeyOfAnotherOrNoneIsRefused() {
    var bytes = sealed(PayloadKeys.of(key(1))).value(String.class).write("x");
    var stranger = sealed(PayloadKeys.of(key(2))).value(String.class);
    assertEquals(
        "it is sealed with key 1, which is not known here", refusal(() -> stranger.read(bytes)));
    var other = new byte[16];
    Arrays.fill(other, (byte) 9);
    var namesake = sealed(PayloadKeys.of(PayloadKey.of(1, other))).value(String.class);
    assertEquals(
        "it was changed, or sealed with another key 1", refusal(() -> namesake.read(bytes)));
    assertEquals(
        "3 bytes (expected: a sealed payload of 32 at least)",
        refusal(() -> stranger.read(Buffer.buffer("abc"))));
  }

  @Test
  void theFormatIsCovered() {
    var keys = PayloadKeys.of(key(1));
    var bytes = PLAIN.sealedWith(keys).json().value(String.class).write("x");
    var other = PLAIN.sealedWith(keys).cbor().value(String.class);
    assertEquals("it was changed, or sealed with another key 1", refusal(() -> other.read(bytes)));
  }

  @Test
  void keysChangeWhileTheyAreInUse() {
    var mine = PayloadKeys.of(key(1));
    var yours = PayloadKeys.of(key(1));
    var here = sealed(mine).value(String.class);
    var there = sealed(yours).value(String.class);
    var old = here.write("old");
    mine.add(key(2));
    yours.add(key(2));
    mine.sealWith(2);
    assertEquals("new", there.read(here.write("new")));
    assertEquals("still old", here.read(there.write("still old")));
    yours.sealWith(2);
    assertEquals(List.of(2, 1), mine.ids());
    assertEquals("old", here.read(old));
    mine.retire(1);
    assertEquals(List.of(2), mine.ids());
    assertEquals("it is sealed with key 1, which is not known here", refusal(() -> here.read(old)));
    assertEquals(1, mine.sealed(2));
    assertNotEquals(0, yours.sealed(1));
  }

  @Test
  void wrongChangesOfKeysAreRefused() {
    var keys = PayloadKeys.of(key(1));
    assertWrong("id: 1 (expected: not in use)", () -> keys.add(key(1)));
    assertWrong("id: 2 (expected: one of [1])", () -> keys.sealWith(2));
    assertWrong("id: 2 (expected: one of [1])", () -> keys.retire(2));
    assertWrong("id: 2 (expected: one of [1])", () -> keys.sealed(2));
    assertWrong("id: 1 (expected: not the sealing key)", () -> keys.retire(1));
    assertWrong("id: -1 (expected: 0 to 2147483647)", () -> key(-1));
    assertEquals(List.of(1), keys.ids());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 31, 33})
  void aSecretIsOfOneOfThreeLengths(int bytes) {
    assertWrong(
        "secret: " + bytes + " bytes (expected: 16, 24 or 32)",
        () -> PayloadKey.of(1, new byte[bytes]));
  }

  @Test
  void aKeySealsNoMoreThanItMay() {
    var keys = PayloadKeys.of(key(1));
    keys.count(1, (1L << 32) - 1);
    keys.sealing();
    assertEquals(
        "key 1 has sealed 4294967296 payloads: it takes a new one", refusal(keys::sealing));
    assertEquals(1L << 32, keys.sealed(1));
  }

  private static PayloadKey key(int id) {
    var secret = new byte[16];
    for (var i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    return PayloadKey.of(id, secret);
  }

  private static PayloadFormat sealed(PayloadKeys keys) {
    return PLAIN.sealedWith(keys).compact();
  }

  private static PayloadFormat fixed(PayloadKey key) {
    return new SealedFormat(
        PLAIN.json(),
        PayloadKeys.of(key),
        nonce -> {
          for (var i = 0; i < nonce.length; i++) {
            nonce[i] = (byte) (100 + i);
          }
        });
  }

  private static String refusal(Executable run) {
    return assertThrows(PayloadException.class, run).getMessage();
  }

  private static void assertWrong(String message, Executable run) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, run).getMessage());
  }
}
