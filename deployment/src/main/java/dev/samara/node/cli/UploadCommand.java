package dev.samara.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code samara upload FILE URL}: compares the server's digest with its own. */
@Command(name = "upload", description = "Uploads a file and compares digests.")
final class UploadCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "Such as http://127.0.0.1:8080/uploads/NAME.")
  private URI url = URI.create("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file");
    }
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
