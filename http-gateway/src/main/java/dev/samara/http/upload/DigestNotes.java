package dev.samara.http.upload;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of stored files: {@code .digests/NAME}, a JSON object with the digests and with the
 * length, time and inode of the file they belong to. A note that does not fit its file any more is
 * as good as none, so a crash between the two, or a file changed behind our back, is harmless.
 */
final class DigestNotes {
  private static final Logger LOG = LoggerFactory.getLogger(DigestNotes.class);

  /** Longer than any note takes to be written. */
  private static final Duration WRITING = Duration.ofMinutes(1);

  private final Path folder;

  DigestNotes(Path folder) {
    this.folder = folder;
  }

  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean same(BasicFileAttributes one, BasicFileAttributes other) {
    return mark(one).equals(mark(other));
  }

  /** Not worth failing an upload for: without a note the file has a weak tag. */
  void write(UploadName name, Path file, Map<DigestAlgorithm, String> digests) {
    Path fresh = folder.resolve("." + UUID.randomUUID());
    try {
      var note = new JsonObject().put("file", mark(attributes(file)));
      digests.forEach((algorithm, hex) -> note.put(algorithm.fieldKey(), hex));
      Files.writeString(fresh, note.encode());
      Files.move(fresh, note(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("the digest of {} could not be noted: {}", name, e.toString());
      delete(fresh);
    }
  }

  Map<DigestAlgorithm, String> read(UploadName name, BasicFileAttributes file) {
    try {
      var note = new JsonObject(Files.readString(note(name)));
      if (!mark(file).equals(note.getString("file"))) {
        return Map.of();
      }
      var digests = new EnumMap<DigestAlgorithm, String>(DigestAlgorithm.class);
      for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
        if (note.getValue(algorithm.fieldKey()) instanceof String hex) {
          digests.put(algorithm, hex);
        }
      }
      return Map.copyOf(digests);
    } catch (IOException | DecodeException none) {
      return Map.of();
    }
  }

  void forget(UploadName name) {
    delete(note(name));
  }

  /** Removes the notes whose files are gone, but not those that are just being written. */
  void sweep(Path files, Instant now) throws IOException {
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder)) {
      for (Path note : notes) {
        boolean gone = !Files.exists(files.resolve(note.getFileName()), LinkOption.NOFOLLOW_LINKS);
        if (gone && isOld(note, now)) {
          delete(note);
        }
      }
    }
  }

  private static boolean isOld(Path note, Instant now) throws IOException {
    try {
      return Files.getLastModifiedTime(note).toInstant().plus(WRITING).isBefore(now);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private Path note(UploadName name) {
    return folder.resolve(name.value());
  }

  private static void delete(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      LOG.warn("a note of a digest is left over: {}", e.toString());
    }
  }

  /** Length, time, and what tells two files of the same length and time apart. */
  private static String mark(BasicFileAttributes file) {
    return file.size() + " " + file.lastModifiedTime() + " " + file.fileKey();
  }
}
