package dev.samara.http;

import dev.samara.http.field.MediaTypes;
import dev.samara.http.field.Preconditions;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.upload.FileState;
import dev.samara.http.upload.StoredFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files below a folder. Resolving, opening, and reading short ones, is done on a worker, the rest
 * on the event loop. One for all event loops.
 */
final class FilesHandler {
  /** Up to here a file is read as a whole: that is cheaper than what sendfile takes to begin. */
  private static final int SHORT_BYTES = 64 * 1024;

  /** What was found. */
  sealed interface Found {
    record File(FileContent content, String name) implements Found {}

    /** A folder is to be asked for with a slash at the end, for its relative links' sake. */
    record Folder() implements Found {}
  }

  private final PathHandler.Files files;
  private final Optional<ShortFiles> known;

  FilesHandler(PathHandler.Files files) {
    this.files = files;
    this.known =
        files.freshFor().isZero()
            ? Optional.empty()
            : Optional.of(new ShortFiles(files.freshFor(), System::nanoTime));
  }

  void handle(Exchange exchange, List<String> rest) throws ProblemException {
    exchange.require(HttpMethod.GET, HttpMethod.HEAD);
    var conditions = Preconditions.of(exchange.request().headers(), true);
    Optional<Found.File> fresh = known.flatMap(some -> some.find(rest));
    if (fresh.isPresent()) {
      send(exchange, fresh.get(), conditions);
      return;
    }
    exchange
        .vertx()
        .executeBlocking(() -> find(rest), false)
        .onComplete(
            found ->
                exchange.backOnLoop(() -> {
                  switch (found) {
                    case Found.File file -> send(exchange, file, conditions);
                    case Found.Folder folder -> redirect(exchange);
                  }
                }),
            failed ->
                exchange.backOnLoop(() -> {
                  if (failed instanceof NoSuchFileException) {
                    exchange.fail(Problem.NO_SUCH_PATH, "there is no such file");
                  } else {
                    exchange.fail(failed);
                  }
                }));
  }

  private static void send(Exchange exchange, Found.File found, Preconditions conditions) {
    DownloadHandler.send(
        exchange,
        found.content(),
        conditions,
        response -> {
          String type = MediaTypes.ofPage(found.name());
          response.putHeader(HttpHeaders.CONTENT_TYPE, type);
          return type;
        });
  }

  private static void redirect(Exchange exchange) {
    String query = exchange.request().query();
    exchange
        .response()
        .putHeader(
            HttpHeaders.LOCATION,
            exchange.request().path() + "/" + (query == null ? "" : "?" + query));
    exchange.sendNothing(301);
  }

  private Found find(List<String> rest) throws IOException {
    Found found = look(rest);
    if (found instanceof Found.File file && file.content() instanceof FileContent.Short) {
      known.ifPresent(some -> some.put(rest, file));
    }
    return found;
  }

  private Found look(List<String> rest) throws IOException {
    Path root = files.folder().toRealPath();
    Path wanted = root;
    for (int i = 0; i < rest.size(); i++) {
      boolean slashAtEnd = rest.get(i).isEmpty() && i == rest.size() - 1;
      if (!slashAtEnd) {
        wanted = wanted.resolve(checked(rest.get(i)));
      }
    }
    boolean asFolder = !rest.isEmpty() && rest.getLast().isEmpty();
    Path real = inside(root, wanted);
    BasicFileAttributes attributes = attributes(real);
    if (!attributes.isDirectory()) {
      if (asFolder) {
        throw new NoSuchFileException("a file is no folder");
      }
      return open(real, attributes);
    }
    Path index = inside(root, real.resolve(files.index()));
    return asFolder ? open(index, attributes(index)) : new Found.Folder();
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  private static String checked(String segment) throws NoSuchFileException {
    boolean plain =
        !segment.isEmpty()
            && !segment.startsWith(".")
            && segment.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20);
    if (!plain) {
      throw new NoSuchFileException("not a name");
    }
    return segment;
  }

  /** Follows links, but not out. */
  private static Path inside(Path root, Path wanted) throws IOException {
    Path real = wanted.toRealPath();
    if (!real.startsWith(root)) {
      throw new NoSuchFileException("out of the folder");
    }
    return real;
  }

  private static Found open(Path file, BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException("not a file");
    }
    String name = file.getFileName().toString();
    FileChannel channel = FileChannel.open(file);
    try {
      long bytes = channel.size();
      var state = new FileState(bytes, attributes.lastModifiedTime().toInstant(), Map.of());
      if (bytes > SHORT_BYTES) {
        return new Found.File(new FileContent.Open(new StoredFile(channel, state)), name);
      }
      Buffer all = FileBody.read(channel, 0, (int) bytes);
      channel.close();
      return new Found.File(new FileContent.Short(state, all), name);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
