package dev.samara.codec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.samara.codec.stream.Pieces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Any bytes at all as files: nothing is ever left in the folder but complete ones, and nothing
 * anywhere else, however the bytes are cut. The first byte of an input seeds the cuts. In an
 * ordinary build the saved inputs are replayed; {@code mvn -pl codecs test -Dfuzz=1
 * -Dtest=FileFuzzTest} looks for new ones.
 */
class FileFuzzTest {

  private static final int MAX_FILE_BYTES = 100;

  @FuzzTest(maxDuration = "30s")
  void files(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    var wire = Arrays.copyOfRange(input, 1, input.length);
    var above = Files.createTempDirectory("samara");
    var folder = Files.createDirectory(above.resolve("folder"));
    try {
      var random = new Random(input[0]);
      var cut = random.ints(4, 0, wire.length + 1).sorted().boxed().toList();
      var whole = check(folder, wire, List.of());
      assertEquals(whole, check(folder, wire, cut));
      assertEquals(List.of(folder), list(above));
    } finally {
      list(folder).forEach(FileFuzzTest::delete);
      list(above).forEach(FileFuzzTest::delete);
      delete(above);
    }
  }

  /** The names of the files that have arrived. */
  private static List<String> check(Path folder, byte[] wire, List<Integer> cut)
      throws IOException {
    var options =
        FileOptions.in(folder, MAX_FILE_BYTES)
            .withOnNameTaken(NamePolicy.NUMBER)
            .withMaxUnwrittenBytes(1);
    var heard = Pieces.decode(new FileConverter(options, Runnable::run), wire, cut);
    assertTrue(heard.isOver());
    var paths = heard.messages.stream().map(FileMessage::path).sorted().toList();
    assertEquals(paths, list(folder));
    paths.forEach(FileFuzzTest::delete);
    return heard.messages.stream().map(FileMessage::name).toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
