package dev.samara.codec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Pieces;
import io.vertx.core.buffer.Buffer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The worker's tasks run when the test says so, and the disk fails when it says so. */
class FileWorkerTest {

  private static final int HEAD_BYTES = 11;

  @TempDir Path folder;

  private final Queue<Runnable> tasks = new ArrayDeque<>();

  /** A disk on which there is room for so many bytes. */
  private record SmallDisk(long roomBytes, List<String> forced) implements Disk {

    @Override
    public Body create(Path file) throws IOException {
      var real = Disk.REAL.create(file);
      return new Body() {
        private long room = roomBytes;

        @Override
        public void write(ByteBuffer bytes) throws IOException {
          room -= bytes.remaining();
          if (room < 0) {
            throw new IOException("No space left on device");
          }
          real.write(bytes);
        }

        @Override
        public void force() {
          forced.add("file");
        }

        @Override
        public void close() throws IOException {
          forced.add("close");
          real.close();
        }
      };
    }

    @Override
    public void forceFolder(Path path) {
      forced.add("folder");
    }
  }

  @Test
  void suspendsWhileTooMuchIsUnwritten() throws Exception {
    var wire = Buffer.buffer(wire(100));
    var decoder = new FileConverter(options(), tasks::add).decoder();
    assertInstanceOf(DecodeStep.NeedMore.class, decoder.push(wire.slice(0, HEAD_BYTES + 10)));
    var full = suspended(decoder.push(wire.slice(HEAD_BYTES + 10, HEAD_BYTES + 21)));
    assertEquals(0, full.rest().length());
    assertFalse(full.until().isComplete());
    runTasks();
    assertTrue(full.until().succeeded());
    assertInstanceOf(DecodeStep.NeedMore.class, decoder.push(Buffer.buffer()));
    var storing =
        suspended(decoder.push(wire.slice(HEAD_BYTES + 21, wire.length()).appendString("rest")));
    assertEquals("rest", storing.rest().toString());
    runTasks();
    assertTrue(storing.until().succeeded());
    assertEquals(
        new DecodeStep.Message<>(new FileMessage(folder.resolve("f"), "f"), Buffer.buffer("rest")),
        decoder.push(storing.rest()));
    assertEquals(100, Files.size(folder.resolve("f")));
    decoder.close();
    assertEquals(List.of("f"), list());
  }

  @Test
  void closingASuspendedDecoderDeletesTheFile() throws Exception {
    var wire = Buffer.buffer(wire(100));
    for (var length : new int[] {HEAD_BYTES + 50, wire.length()}) {
      var decoder = new FileConverter(options(), tasks::add).decoder();
      decoder.push(wire.slice(0, HEAD_BYTES + 1));
      runTasks();
      assertEquals(1, list().size());
      assertTrue(list().getFirst().startsWith(".incoming-"));
      suspended(decoder.push(wire.slice(HEAD_BYTES + 1, length)));
      decoder.close();
      runTasks();
      assertEquals(List.of(), list());
      decoder.close();
    }
  }

  @Test
  void aFullDiskIsOneClearErrorWhereverItIsFull() throws Exception {
    for (var room : new int[] {0, 1, 99}) {
      var wire = Buffer.buffer(wire(100));
      var converter =
          new FileConverter(options(), Runnable::run, new SmallDisk(room, new ArrayList<>()));
      var heard = Pieces.decode(converter, wire.getBytes(), List.of(HEAD_BYTES, HEAD_BYTES + 50));
      var failure = heard.failure.orElseThrow();
      assertEquals("file f: cannot be stored: No space left on device", failure.getMessage());
      assertTrue(failure.retry());
      assertEquals(List.of(), list());
    }
  }

  @Test
  void aFullDiskWakesASuspendedDecoder() throws Exception {
    var converter = new FileConverter(options(), tasks::add, new SmallDisk(5, new ArrayList<>()));
    var decoder = converter.decoder();
    var until = suspended(decoder.push(Buffer.buffer(wire(100)).slice(0, 50))).until();
    runTasks();
    assertInstanceOf(CodecException.class, until.cause());
    decoder.close();
    runTasks();
    assertEquals(List.of(), list());
  }

  @Test
  void forcesTheFileBeforeItIsNamedAndTheFolderAfter() throws Exception {
    var forced = new ArrayList<String>();
    var disk = new SmallDisk(1_000, forced);
    Pieces.decode(new FileConverter(options(), Runnable::run, disk), wire(9), List.of());
    assertEquals(List.of("close"), forced);
    Files.delete(folder.resolve("f"));
    forced.clear();
    Pieces.decode(
        new FileConverter(options().withFsync(), Runnable::run, disk), wire(9), List.of());
    assertEquals(List.of("file", "close", "folder"), forced);
  }

  @Test
  void aMissingFolderIsAFailureWithoutItsPath() throws Exception {
    var gone = FileOptions.in(folder.resolve("gone"), 1_000);
    var heard = Pieces.decode(new FileConverter(gone, Runnable::run), wire(9), List.of());
    var failure = heard.failure.orElseThrow();
    assertEquals("file f: cannot be stored: NoSuchFileException", failure.getMessage());
    assertTrue(failure.retry());
  }

  @Test
  void aWorkerThatHasStoppedIsAFailure() throws Exception {
    var wire = Buffer.buffer(wire(100));
    var stopped = new boolean[1];
    var converter =
        new FileConverter(
            options(),
            task -> {
              if (stopped[0]) {
                throw new RejectedExecutionException();
              }
              task.run();
            });
    var decoder = converter.decoder();
    decoder.push(wire.slice(0, 20));
    assertEquals(1, list().size());
    var encoder = converter.encoder(FileMessage.of(Files.write(folder.resolve("s"), new byte[9])));
    encoder.pull();
    stopped[0] = true;
    var failure = assertThrows(CodecException.class, () -> decoder.push(wire.slice(20, 30)));
    assertTrue(failure.retry());
    assertThrows(CodecException.class, encoder::pull);
    encoder.close();
    assertEquals(List.of("s"), list());
  }

  @Test
  void anEncoderReadsOnePieceAhead() throws Exception {
    var file = Files.write(folder.resolve("s"), new byte[200_000]);
    var encoder =
        new FileConverter(FileOptions.in(folder, 1 << 20), tasks::add)
            .encoder(FileMessage.of(file));
    var until = assertInstanceOf(EncodeStep.Suspended.class, encoder.pull()).until();
    assertEquals(1, tasks.size());
    runTasks();
    assertTrue(until.succeeded());
    assertInstanceOf(EncodeStep.Bytes.class, encoder.pull());
    assertEquals(1, tasks.size());
    assertInstanceOf(EncodeStep.Suspended.class, encoder.pull());
    assertEquals(1, tasks.size());
    encoder.close();
    encoder.close();
    runTasks();
    assertEquals(0, tasks.size());
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> FileOptions.in(folder, -1));
    assertThrows(IllegalArgumentException.class, () -> options().withMaxUnwrittenBytes(0));
    assertThrows(CodecException.class, () -> new FileMessage(folder, "\uD83C"));
    assertThrows(CodecException.class, () -> FileMessage.of(Path.of("/")));
    assertEquals("n".repeat(255), FileMessage.checkName("n".repeat(255)));
    assertThrows(CodecException.class, () -> FileMessage.checkName("ä".repeat(128)));
  }

  /** The system's own error, from its device that is always full. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemsOwnErrorIsAsClear() throws Exception {
    var disk =
        new Disk() {
          @Override
          public Body create(Path file) throws IOException {
            var temporary = Disk.REAL.create(file);
            var full = new FileOutputStream("/dev/full");
            return new Body() {
              @Override
              public void write(ByteBuffer bytes) throws IOException {
                var piece = new byte[bytes.remaining()];
                bytes.get(piece);
                full.write(piece);
              }

              @Override
              public void force() {}

              @Override
              public void close() throws IOException {
                full.close();
                temporary.close();
              }
            };
          }

          @Override
          public void forceFolder(Path path) {}
        };
    var heard =
        Pieces.decode(new FileConverter(options(), Runnable::run, disk), wire(9), List.of());
    assertEquals(
        "file f: cannot be stored: No space left on device",
        heard.failure.orElseThrow().getMessage());
    assertEquals(List.of(), list());
  }

  private FileOptions options() {
    return FileOptions.in(folder, 1_000).withMaxUnwrittenBytes(20);
  }

  private byte[] wire(int length) throws Exception {
    var file = Files.createTempFile("samara", ".send");
    try {
      Files.write(file, new byte[length]);
      var converter = new FileConverter(FileOptions.in(folder, 1_000), Runnable::run);
      return Pieces.encode(converter, List.of(new FileMessage(file, "f"))).getBytes();
    } finally {
      Files.delete(file);
    }
  }

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static DecodeStep.Suspended<FileMessage> suspended(DecodeStep<FileMessage> step) {
    return (DecodeStep.Suspended<FileMessage>) step;
  }

  private List<String> list() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
