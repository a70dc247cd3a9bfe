package dev.samara.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code samara upload FILE URL [--resume]}: compares the server's digest with its own. */
@Command(name = "upload", description = "Uploads a file and compares digests.")
final class UploadCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "Such as http://127.0.0.1:8080/uploads/NAME.")
  private URI url = URI.create("");

  @Option(
      names = "--resume",
      description = "Goes on where an upload was broken off, now or in an earlier run.")
  private boolean resume;

  @Option(
      names = "--within",
      defaultValue = "5m",
      converter = DrainCommand.DurationConverter.class,
      paramLabel = "DURATION",
      description = "With --resume: how long to go on without getting further (default: 5m).")
  private Duration within = Duration.ZERO;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
    return resume ? uploadInParts() : uploadAtOnce();
  }

  private int uploadInParts() throws IOException, InterruptedException {
    long size = Files.size(file);
    try (var progress = new UploadProgress(size);
        var upload = new ResumingUpload(file, url, within, progress)) {
      upload.run();
      var answer = upload.stored();
      var digest = sha256();
      try (var content = new DigestInputStream(open(), digest)) {
        content.transferTo(OutputStream.nullOutputStream());
      }
      answer.check(size, HexFormat.of().formatHex(digest.digest()));
      System.out.println(answer);
    }
    return 0;
  }

  private int uploadAtOnce() throws IOException, InterruptedException {
    var digest = sha256();
    var body = BodyPublishers.ofInputStream(() -> new DigestInputStream(open(), digest));
    var answer = UploadAnswer.to(HttpRequest.newBuilder(url).PUT(body).build());
    answer.check(Files.size(file), HexFormat.of().formatHex(digest.digest()));
    System.out.println(answer);
    return 0;
  }

  private InputStream open() {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
