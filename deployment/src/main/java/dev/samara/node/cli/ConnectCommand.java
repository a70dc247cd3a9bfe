package dev.samara.node.cli;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.node.dial.Dial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code samara connect URI}. */
@Command(
    name = "connect",
    description = "Sends each line of the standard input as a message and prints what comes back.")
final class ConnectCommand implements Callable<Integer> {

  /** How messages are cut out of a stream. */
  enum FramingName {
    lines(new LineFraming(MAX_MESSAGE_BYTES)),
    length32(new LengthFraming(MAX_MESSAGE_BYTES));

    private final Framing framing;

    FramingName(Framing framing) {
      this.framing = framing;
    }
  }

  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  @Parameters(
      index = "0",
      paramLabel = "URI",
      description = "tcp://, tls://, unix://, udp:// or ws://")
  private URI uri = URI.create("");

  @Option(
      names = "--framing",
      paramLabel = "F",
      description = "For streams: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "lines")
  private FramingName framing = FramingName.lines;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "For tls: PEM file with the authorities to believe.")
  private Optional<Path> trust = Optional.empty();

  @Override
  public Integer call() throws IOException {
    try (var dial = Dial.to(uri, framing.framing, trust)) {
      Thread.ofPlatform().daemon().name("samara-stdin").start(() -> sendLines(dial));
      for (var message = dial.receive(); message.isPresent(); message = dial.receive()) {
        System.out.println(new String(message.get(), StandardCharsets.UTF_8));
      }
      return 0;
    }
  }

  private static void sendLines(Dial dial) {
    try {
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        dial.send(line.getBytes(StandardCharsets.UTF_8));
      }
      dial.endOutput();
    } catch (IOException e) {
      System.err.println("samara: " + Main.oneLine(e));
    }
  }
}
