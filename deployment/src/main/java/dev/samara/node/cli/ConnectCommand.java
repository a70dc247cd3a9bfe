package dev.samara.node.cli;

import dev.samara.codec.Framing;
import dev.samara.codec.catalog.Framings;
import dev.samara.codec.line.LineFraming;
import dev.samara.node.dial.Dial;
import dev.samara.node.dial.DialTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code samara connect URI}. */
@Command(
    name = "connect",
    description = "Sends each line of the standard input as a message and prints what comes back.")
final class ConnectCommand implements Callable<Integer> {

  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  @Parameters(
      index = "0",
      paramLabel = "URI",
      description = "tcp://, tls://, unix://, udp:// or ws://")
  private URI uri = URI.create("");

  @Option(
      names = "--framing",
      paramLabel = "F",
      converter = FramingConverter.class,
      description = "For streams: lines, length32, netstring, ... (default: ${DEFAULT-VALUE}).",
      defaultValue = "lines")
  private Framing framing = new LineFraming(MAX_MESSAGE_BYTES);

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "For tls: PEM file with the authorities to believe.")
  private Optional<Path> trust = Optional.empty();

  /** Both or neither; picocli leaves it null then. */
  @ArgGroup(exclusive = false)
  private OwnFiles own;

  /** What a server sees that asks for a certificate. */
  static final class OwnFiles {

    @Option(
        names = "--cert",
        required = true,
        paramLabel = "FILE",
        description = "For tls: PEM file with the certificate to show.")
    private Path certificate = Path.of("");

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "For tls: PEM file with its private key.")
    private Path key = Path.of("");

    DialTls.KeyPair pair() {
      return new DialTls.KeyPair(certificate, key);
    }
  }

  /** So that a wrong name is wrong usage, and the known ones are told. */
  static final class FramingConverter implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String text) {
      try {
        return Framings.parse(text, MAX_MESSAGE_BYTES);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private DialTls tls() {
    return new DialTls(trust, Optional.ofNullable(own).map(OwnFiles::pair));
  }

  @Override
  public Integer call() throws IOException {
    try (var dial = Dial.to(uri, framing, tls())) {
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
