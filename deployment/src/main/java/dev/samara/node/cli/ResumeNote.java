package dev.samara.node.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Remembers where the server keeps an upload that was begun, for a later run of the command: a file
 * in {@code $XDG_STATE_HOME/samara/uploads} or {@code ~/.local/state/samara/uploads}, named by the
 * file's path, length and time and by the URL. A changed file is another upload.
 */
final class ResumeNote {
  private final Path note;
  private Optional<URI> upload;

  private ResumeNote(Path note, Optional<URI> upload) {
    this.note = note;
    this.upload = upload;
  }

  static ResumeNote of(Path file, URI url) throws IOException {
    String what =
        "%s %d %s %s"
            .formatted(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file), url);
    byte[] digest = UploadCommand.sha256().digest(what.getBytes(StandardCharsets.UTF_8));
    Path note = folder().resolve(HexFormat.of().formatHex(digest));
    Optional<URI> known =
        Files.isRegularFile(note)
            ? Optional.of(URI.create(Files.readString(note).strip()))
            : Optional.empty();
    return new ResumeNote(note, known);
  }

  private static Path folder() {
    String state = System.getenv("XDG_STATE_HOME");
    Path home =
        state == null || state.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return home.resolve("samara").resolve("uploads");
  }

  Optional<URI> upload() {
    return upload;
  }

  void remember(URI begun) throws IOException {
    upload = Optional.of(begun);
    Files.createDirectories(note.getParent());
    Files.writeString(note, begun + "\n");
  }

  void forget() throws IOException {
    upload = Optional.empty();
    Files.deleteIfExists(note);
  }
}
