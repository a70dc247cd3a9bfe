package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of a store: plain files only; links are not followed, folders, pipes and devices are
 * refused. Beside them lie {@code .incoming} (temporary files), {@code .partial} (uploads to be
 * continued) and {@code .digests} (what is known of the files). Writer threads only.
 */
final class StoreFolder {
  private final Path folder;
  private final Path partials;
  private final DigestNotes notes;

  private StoreFolder(Path folder) throws IOException {
    this.folder = folder;
    this.partials = subfolder(".partial");
    this.notes = new DigestNotes(subfolder(".digests"));
  }

  static StoreFolder open(Path folder) throws IOException {
    return new StoreFolder(Files.createDirectories(folder.toAbsolutePath()).toRealPath());
  }

  private Path subfolder(String name) throws IOException {
    Path sub = folder.resolve(name);
    if (!Files.isDirectory(sub, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(sub);
    }
    return sub;
  }

  Path path() {
    return folder;
  }

  Path partials() {
    return partials;
  }

  Path path(UploadName name) {
    return folder.resolve(name.value());
  }

  DigestNotes notes() {
    return notes;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Nothing when nothing has the name. */
  Optional<FileState> stat(UploadName name) throws IOException, UploadException {
    Optional<BasicFileAttributes> found = attributes(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(state(name, found.get()));
  }

  StoredFile open(UploadName name) throws IOException, UploadException {
    while (true) {
      BasicFileAttributes before = attributes(name).orElseThrow(() -> notFound(name));
      FileChannel channel =
          FileChannel.open(path(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      // What was opened must be what was looked at: the name may just have been taken over.
      Optional<BasicFileAttributes> after = attributes(name);
      if (after.isPresent() && DigestNotes.same(before, after.get())) {
        return new StoredFile(channel, state(name, before));
      }
      channel.close();
    }
  }

  /** Returns what was deleted. */
  FileState delete(UploadName name, UploadRequest.Condition condition)
      throws IOException, UploadException {
    Optional<FileState> old = stat(name);
    check(condition, old);
    FileState state = old.orElseThrow(() -> notFound(name));
    Files.delete(path(name));
    notes.forget(name);
    return state;
  }

  static void check(UploadRequest.Condition condition, Optional<FileState> old)
      throws UploadException {
    if (!condition.test(old)) {
      throw new UploadException(
          UploadFailure.CONDITION_FAILED, "the file is not as the request demands");
    }
  }

  /** Adds up the plain files. */
  void count(FolderUse use, long changes) throws IOException {
    long bytes = 0;
    long files = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          bytes += sizeOf(file);
          files++;
        }
      }
    }
    long parts = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(partials)) {
      for (Path part : all) {
        OptionalLong held = PartialFiles.heldBytes(part);
        bytes += held.orElse(0);
        parts += held.isPresent() ? 1 : 0;
      }
    }
    use.recount(bytes, files + parts, parts, changes);
  }

  /** A file that goes while others are counted is not there. */
  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }

  private FileState state(UploadName name, BasicFileAttributes attributes) {
    Map<DigestAlgorithm, String> digests = notes.read(name, attributes);
    return new FileState(attributes.size(), attributes.lastModifiedTime().toInstant(), digests);
  }

  private Optional<BasicFileAttributes> attributes(UploadName name)
      throws IOException, UploadException {
    try {
      var attributes = DigestNotes.attributes(path(name));
      if (!attributes.isRegularFile()) {
        throw new UploadException(UploadFailure.NOT_A_FILE, name + " is not a plain file");
      }
      return Optional.of(attributes);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static UploadException notFound(UploadName name) {
    return new UploadException(UploadFailure.NOT_FOUND, "there is no upload named " + name);
  }
}
