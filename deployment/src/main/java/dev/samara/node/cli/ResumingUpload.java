package dev.samara.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * An upload that goes on where it was broken off, by tus 1.0: after a lost connection, a killed
 * server, and in a later run of the command, which finds a note of it. Blocks.
 *
 * <p>It gives up when no byte more has come to the server for as long as it was told.
 */
final class ResumingUpload implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final Path file;
  private final URI url;
  private final Duration patience;
  private final LongConsumer progress;
  private final long size;
  private final ResumeNote note;

  /**
   * Prepares an upload.
   *
   * @param patience how long to go on trying without getting anywhere
   * @param progress hears how many bytes were sent
   */
  ResumingUpload(Path file, URI url, Duration patience, LongConsumer progress) throws IOException {
    this.file = file;
    this.url = url;
    this.patience = patience;
    this.progress = progress;
    this.size = Files.size(file);
    this.note = ResumeNote.of(file, url);
  }

  /** What the server answered for good: another try would end no better. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Uploads all of the file. */
  void run() throws IOException, InterruptedException {
    long deadline = deadline();
    long best = -1;
    Duration pause = FIRST_PAUSE;
    while (true) {
      IOException why;
      try {
        long offset = offset();
        if (offset > best) {
          best = offset;
          deadline = deadline();
          pause = FIRST_PAUSE;
        }
        progress.accept(offset);
        if (offset == size) {
          note.forget();
          return;
        }
        send(offset);
        continue;
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        why = e;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "the upload got no further for %d ms: %s"
                .formatted(patience.toMillis(), Main.oneLine(why)),
            why);
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  /** Where to go on; an upload that the server does not know (any more) is begun. */
  private long offset() throws IOException, InterruptedException {
    if (note.upload().isEmpty()) {
      note.remember(create());
    }
    URI upload = note.upload().orElseThrow();
    var answer = send(request(upload).method("HEAD", BodyPublishers.noBody()));
    if (answer.statusCode() == 404 || answer.statusCode() == 410) {
      note.forget();
      return offset();
    }
    check(answer);
    return number(answer, "Upload-Offset")
        .orElseThrow(() -> new RefusedException("the server does not say where to go on"));
  }

  private URI create() throws IOException, InterruptedException {
    String name = Base64.getEncoder().encodeToString(name().getBytes(StandardCharsets.UTF_8));
    var answer =
        send(
            request(url)
                .header("Upload-Length", Long.toString(size))
                .header("Upload-Metadata", "filename " + name)
                .POST(BodyPublishers.noBody()));
    check(answer);
    return answer
        .headers()
        .firstValue("Location")
        .map(url::resolve)
        .orElseThrow(() -> new RefusedException("the server does not take uploads in parts"));
  }

  private String name() {
    return file.getFileName().toString();
  }

  private void send(long offset) throws IOException, InterruptedException {
    var body =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> open(offset)), size - offset);
    check(
        send(
            HttpRequest.newBuilder(note.upload().orElseThrow())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", body)));
  }

  private InputStream open(long offset) {
    try {
      InputStream content = Files.newInputStream(file);
      content.skipNBytes(offset);
      return new CountingStream(content, offset, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0").timeout(ANSWER_LIMIT);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** What may go better later is any other failure. */
  private static void check(HttpResponse<String> answer) throws IOException {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String message = UploadAnswer.refusal(answer).getMessage();
    boolean later = status == 408 || status == 409 || status == 423 || status == 429;
    boolean broken = status == 500 || status == 502 || status == 503 || status == 504;
    throw later || broken ? new IOException(message) : new RefusedException(message);
  }

  private static OptionalLong number(HttpResponse<?> answer, String field) {
    return answer.headers().firstValueAsLong(field);
  }

  /** What the server has under the URL now, to be compared with the file. */
  UploadAnswer stored() throws IOException, InterruptedException {
    var answer =
        send(
            HttpRequest.newBuilder(url)
                .timeout(ANSWER_LIMIT)
                .method("HEAD", BodyPublishers.noBody()));
    check(answer);
    String digest = answer.headers().firstValue("Repr-Digest").orElse("");
    return new UploadAnswer(
        url.getPath().substring(url.getPath().lastIndexOf('/') + 1),
        number(answer, "Content-Length").orElse(-1),
        UploadAnswer.sha256(digest));
  }

  @Override
  public void close() {
    client.close();
  }
}
