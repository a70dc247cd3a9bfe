package dev.samara.node.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code samara post --chunks N --chunk-size N URL}: a chunked upload made up on the spot. */
@Command(
    name = "post",
    description = "Posts made-up data in chunks and checks the totals that come back.")
final class PostCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--chunks", required = true, paramLabel = "N", description = "How many chunks.")
  private int chunks;

  @Option(
      names = "--chunk-size",
      required = true,
      paramLabel = "N",
      description = "How many bytes in each.")
  private int chunkSize;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "Such as http://127.0.0.1:8080/uploads/NAME.")
  private URI url = URI.create("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (chunks < 1 || chunkSize < 1 || chunkSize > 64 * 1024 * 1024) {
      throw new ParameterException(
          spec.commandLine(),
          "--chunks: %d (expected: >= 1), --chunk-size: %d (expected: 1 to 67108864)"
              .formatted(chunks, chunkSize));
    }
    var data = new MadeUpChunks(chunks, chunkSize);
    var digest = UploadCommand.sha256();
    for (var i = 0; i < chunks; i++) {
      digest.update(data.chunk(i));
    }
    var body = BodyPublishers.fromPublisher(data);
    var answer = UploadAnswer.to(HttpRequest.newBuilder(url).POST(body).build());
    answer.check(data.bytes(), HexFormat.of().formatHex(digest.digest()));
    System.out.println(answer);
    return 0;
  }
}
