package dev.samara.node.cli;

import dev.samara.node.config.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code samara drain [--within 30s]}. */
@Command(name = "drain", description = "Stops a node without losing what it has accepted.")
final class DrainCommand implements Callable<Integer> {

  @Mixin private NodeChoice choice = new NodeChoice();

  @Option(
      names = "--within",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "When what is left is cut: 500ms, 30s, 2m (default: the node's own limit).")
  private Optional<Duration> within = Optional.empty();

  @Override
  public Integer call() throws IOException {
    var request = choice.request("drain");
    within.ifPresent(limit -> request.put("withinMillis", limit.toMillis()));
    var result = choice.ask(request);
    System.out.println(choice.json ? ListingCommand.pretty(result) : result);
    return 0;
  }

  /** So that a wrong duration is wrong usage. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return DurationText.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
