package dev.samara.codec.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.DecoderPump;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.EncoderPump;
import dev.samara.codec.stream.Pieces;
import dev.samara.codec.stream.Pieces.Heard;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileConverterTest {

  private static final Executor AT_ONCE = Runnable::run;

  @TempDir Path source;
  @TempDir Path target;

  @Test
  void theFormIsAsDocumented() throws Exception {
    var file = Files.writeString(source.resolve("ä.txt"), "abc");
    var wire = Pieces.encode(converter(), List.of(FileMessage.of(file)));
    assertEquals(
        "0106c3a42e747874"
            + "0000000000000003616263"
            // The digest of "abc" in FIPS 180-4.
            + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        HexFormat.of().formatHex(wire.getBytes()));
    assertEquals("file", converter().name());
  }

  @Test
  void filesArriveHoweverTheyAreCut() throws Exception {
    var files = List.of(message("a.txt", "content"), message("empty", ""), message("c", "c"));
    var wire = Pieces.encode(converter(), files).getBytes();
    for (var cut : Pieces.cuts(wire)) {
      var heard = Pieces.decode(converter(), wire, cut);
      assertEquals(Optional.empty(), heard.failure, cut::toString);
      assertEquals(List.of("a.txt", "empty", "c"), names(heard.messages), cut::toString);
      assertEquals("content", Files.readString(target.resolve("a.txt")));
      assertEquals("", Files.readString(target.resolve("empty")));
      assertEquals("c", Files.readString(target.resolve("c")));
      assertEquals(List.of("a.txt", "c", "empty"), list());
      for (var message : heard.messages) {
        Files.delete(message.path());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 5_000_000})
  void aFileTravelsBetweenPumpsWithWorkersAndLittleMemory(int length) throws Exception {
    var content = new byte[length];
    new Random(length).nextBytes(content);
    var file = Files.write(source.resolve("file.bin"), content);
    try (var worker = Executors.newFixedThreadPool(3);
        var owner = Executors.newSingleThreadExecutor()) {
      var options = options().withMaxUnwrittenBytes(100_000).withFsync();
      var converter = new FileConverter(options, worker);
      var arrived = new CompletableFuture<FileMessage>();
      owner.execute(() -> send(converter, owner, FileMessage.of(file), arrived));
      var stored = arrived.get(20, TimeUnit.SECONDS);
      assertEquals(target.resolve("file.bin"), stored.path());
      assertArrayEquals(content, Files.readAllBytes(stored.path()));
      assertEquals(List.of("file.bin"), list());
    }
  }

  /** Both pumps on one owner; the sender stops while the receiver has asked for a pause. */
  private static void send(
      FileConverter converter,
      Executor owner,
      FileMessage file,
      CompletableFuture<FileMessage> arrived) {
    var paused = new boolean[1];
    var senders = new ArrayList<EncoderPump<FileMessage>>();
    var receiver =
        new DecoderPump<>(
            converter,
            owner,
            200_000,
            new Heard<FileMessage>() {
              @Override
              public void message(FileMessage value) {
                arrived.complete(value);
              }

              @Override
              public void failed(CodecException reason) {
                arrived.completeExceptionally(reason);
              }

              @Override
              public void pause() {
                paused[0] = true;
              }

              @Override
              public void resume() {
                paused[0] = false;
                owner.execute(() -> senders.getFirst().resume());
              }
            });
    senders.add(
        new EncoderPump<>(
            converter,
            owner,
            1,
            new EncoderPump.Sink<>() {
              @Override
              public boolean bytes(Buffer bytes) {
                receiver.push(bytes);
                return !paused[0];
              }

              @Override
              public void sent(FileMessage value) {}

              @Override
              public void failed(FileMessage value, CodecException failure, boolean broken) {
                arrived.completeExceptionally(failure);
              }
            }));
    senders.getFirst().send(file);
  }

  @Test
  void aTakenNameIsRefusedBeforeTheContent() throws Exception {
    Files.writeString(target.resolve("a.txt"), "old");
    var wire = encode("a.txt", "content");
    for (var end : new int[] {20, wire.length}) {
      var heard = decode(options(), wire, end);
      assertFailure("file a.txt: the name is taken", false, heard);
    }
    assertEquals("old", Files.readString(target.resolve("a.txt")));
    assertEquals(List.of("a.txt"), list());
  }

  @Test
  void aNameThatIsTakenMeanwhileIsRefused() throws Exception {
    var heard = new Heard<FileMessage>();
    var pump = new DecoderPump<>(converter(), AT_ONCE, 1_000, heard);
    var wire = encode("a.txt", "content");
    pump.push(Buffer.buffer(wire).slice(0, 20));
    Files.writeString(target.resolve("a.txt"), "first");
    pump.push(Buffer.buffer(wire).slice(20, wire.length));
    assertFailure("file a.txt: the name is taken", false, heard);
    assertEquals("first", Files.readString(target.resolve("a.txt")));
    assertEquals(List.of("a.txt"), list());
  }

  @Test
  void takenNamesAreNumbered() throws Exception {
    var numbering = options().withOnNameTaken(NamePolicy.NUMBER);
    for (var name : List.of("a.tar.gz", "a.tar.gz", ".profile", ".profile", "b", "b", "b")) {
      var wire = encode(name, "x");
      assertEquals(List.of(name), names(decode(numbering, wire, wire.length).messages));
    }
    assertEquals(
        List.of(".profile", ".profile-1", "a.tar-1.gz", "a.tar.gz", "b", "b-1", "b-2"), list());
    var longest = "n".repeat(255);
    assertTrue(decode(numbering, encode(longest, "x"), 999).failure.isEmpty());
    assertFailure(
        "file name: 257 bytes (expected: 1 to 255)",
        false,
        decode(numbering, encode(longest, "x"), 999));
    assertEquals(8, list().size());
  }

  @Test
  void aTakenNameIsReplacedAtTheEnd() throws Exception {
    var replacing = options().withOnNameTaken(NamePolicy.REPLACE);
    Files.writeString(target.resolve("a.txt"), "old");
    var wire = encode("a.txt", "new");
    decode(replacing, wire, wire.length - 1);
    assertEquals("old", Files.readString(target.resolve("a.txt")));
    decode(replacing, wire, wire.length);
    assertEquals("new", Files.readString(target.resolve("a.txt")));
    // A link is replaced, and what it leads to is not written to.
    var outside = Files.writeString(source.resolve("outside"), "outside");
    Files.delete(target.resolve("a.txt"));
    Files.createSymbolicLink(target.resolve("a.txt"), outside);
    decode(replacing, wire, wire.length);
    assertEquals("outside", Files.readString(outside));
    assertFalse(Files.isSymbolicLink(target.resolve("a.txt")));
    assertEquals(List.of("a.txt"), list());
  }

  @Test
  void aWrongDigestIsRefusedWhateverByteIsWrong() throws Exception {
    var wire = encode("a.txt", "content");
    for (var i = 15; i < wire.length; i++) {
      var changed = wire.clone();
      changed[i] ^= 1;
      assertFailure(
          "file a.txt: the content does not have the digest that was sent with it",
          false,
          decode(options(), changed, changed.length));
      assertEquals(List.of(), list());
    }
  }

  @Test
  void theSizeIsLimitedBeforeTheContentArrives() throws Exception {
    var seven = FileOptions.in(target, 7);
    var exact = encode("a", "1234567");
    assertTrue(decode(seven, exact, exact.length).failure.isEmpty());
    var beyond = encode("b", "12345678");
    for (var end : new int[] {11, beyond.length}) {
      assertFailure("file b: 8 bytes (expected: <= 7)", false, decode(seven, beyond, end));
    }
    var huge = Buffer.buffer(new byte[] {1, 1, 'c'}).appendLong(-1).getBytes();
    assertFailure(
        "file c: 18446744073709551615 bytes (expected: <= 7)",
        false,
        decode(FileOptions.in(target, 7), huge, huge.length));
    assertEquals(List.of("a"), list());
    var pump = sending(seven, "12345678");
    assertEquals(List.of("file s: 8 bytes (expected: <= 7)"), pump);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/etc/passwd",
        "a/b",
        "../a",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "\u007f",
        "\u0085"
      })
  void namesThatLeadElsewhereAreRefused(String name) throws Exception {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    var wire = Buffer.buffer(new byte[] {1, (byte) bytes.length}).appendBytes(bytes).appendLong(0);
    var heard = decode(options(), wire.getBytes(), wire.length());
    assertTrue(heard.failure.orElseThrow().getMessage().startsWith("file name: "));
    assertEquals(List.of(), list());
  }

  @Test
  void aHeadThatIsNotOneIsRefused() throws Exception {
    assertFailure("file: version 2 (expected: 1)", false, decode(options(), new byte[] {2}, 1));
    var bad = new byte[] {1, 2, (byte) 0xc3, 0x28, 0, 0, 0, 0, 0, 0, 0, 0};
    assertFailure("file name: not UTF-8", false, decode(options(), bad, bad.length));
  }

  @Test
  void closingAtAnyByteLeavesNothing() throws Exception {
    var wire = encode("a.txt", "content");
    for (var end = 0; end < wire.length; end++) {
      var heard = decode(options(), wire, end);
      assertEquals(Optional.of(end > 0), heard.endedMidMessage);
      assertEquals(List.of(), list());
    }
  }

  @Test
  void whatChangesWhileItIsSentIsAFailure() throws Exception {
    var file = Files.write(source.resolve("s"), new byte[200_000]);
    var encoder = converter().encoder(FileMessage.of(file));
    assertTrue(encoder.pull() instanceof EncodeStep.Bytes);
    Files.write(file, new byte[1]);
    var failure =
        assertThrows(
            CodecException.class,
            () -> {
              while (true) {
                encoder.pull();
              }
            });
    assertEquals("file s: became shorter while it was sent", failure.getMessage());
    assertTrue(failure.retry());
    encoder.close();
  }

  @Test
  void onlyFilesAreSent() {
    assertEquals(
        List.of("file s: is not a file"), failures(new FileMessage(source.resolve("none"), "s")));
    assertEquals(List.of("file s: is not a file"), failures(new FileMessage(source, "s")));
  }

  private List<String> sending(FileOptions options, String content) throws Exception {
    var file = Files.writeString(source.resolve("s"), content);
    return failures(new FileConverter(options, AT_ONCE), FileMessage.of(file));
  }

  private List<String> failures(FileMessage message) {
    return failures(converter(), message);
  }

  private static List<String> failures(FileConverter converter, FileMessage message) {
    var failures = new ArrayList<String>();
    var pump =
        new EncoderPump<>(
            converter,
            AT_ONCE,
            1,
            new EncoderPump.Sink<FileMessage>() {
              @Override
              public boolean bytes(Buffer bytes) {
                return true;
              }

              @Override
              public void sent(FileMessage value) {}

              @Override
              public void failed(FileMessage value, CodecException failure, boolean broken) {
                assertFalse(broken);
                failures.add(failure.getMessage());
              }
            });
    pump.send(message);
    return failures;
  }

  private Heard<FileMessage> decode(FileOptions options, byte[] wire, int end) {
    var heard = new Heard<FileMessage>();
    var pump = new DecoderPump<>(new FileConverter(options, AT_ONCE), AT_ONCE, 1_000, heard);
    pump.push(Buffer.buffer(wire).slice(0, Math.min(end, wire.length)));
    pump.end();
    return heard;
  }

  private static void assertFailure(String message, boolean retry, Heard<FileMessage> heard) {
    var failure = heard.failure.orElseThrow();
    assertEquals(message, failure.getMessage());
    assertEquals(retry, failure.retry());
    assertEquals(List.of(), heard.messages);
  }

  private byte[] encode(String name, String content) throws Exception {
    return Pieces.encode(converter(), List.of(message(name, content))).getBytes();
  }

  private FileMessage message(String name, String content) throws Exception {
    return new FileMessage(
        Files.writeString(Files.createTempFile(source, "send", ""), content), name);
  }

  private FileConverter converter() {
    return new FileConverter(options(), AT_ONCE);
  }

  private FileOptions options() {
    return FileOptions.in(target, 10_000_000);
  }

  private List<String> list() throws Exception {
    try (var files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> names(List<FileMessage> messages) {
    return messages.stream().map(FileMessage::name).toList();
  }
}
