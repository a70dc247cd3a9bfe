package dev.samara.load;

import dev.samara.load.generator.CallContent;
import dev.samara.load.generator.Target;
import dev.samara.load.rpc.RpcTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A service of the user's own, and what it is called with. */
final class RpcTargetOptions {
  @Option(
      names = "--to",
      paramLabel = "URI",
      description =
          "A service of your own instead of servers: tcp, tls or ws://HOST:PORT, unix:///PATH. Without"
              + " --call it is one named echo whose method echo gives back the Buffer it is given.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--call",
      paramLabel = "SERVICE/METHOD",
      description = "What to call there, with --arguments.")
  private Optional<String> method = Optional.empty();

  @Option(
      names = "--arguments",
      paramLabel = "JSON",
      description =
          "What it is called with: an array, or the only one. {n} stands for the number of the call.")
  private String arguments = "";

  @Option(
      names = "--expect",
      paramLabel = "JSON",
      description = "The right result, with the same {n}. Without it any result will do.")
  private Optional<String> expected = Optional.empty();

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Authorities to believe with tls, in PEM; otherwise the system's.")
  private Optional<Path> trust = Optional.empty();

  /** Made by the command line. */
  RpcTargetOptions() {}

  Optional<RpcTarget> target() {
    if (to.isEmpty() && (method.isPresent() || trust.isPresent())) {
      throw new IllegalArgumentException("--call and --trust are for a service of your own: --to");
    }
    if (method.isEmpty() && (!arguments.isEmpty() || expected.isPresent())) {
      throw new IllegalArgumentException("--arguments and --expect are for a method: --call");
    }
    return to.map(uri -> new RpcTarget(Target.parse(uri), trust, method));
  }

  /** What the method is called with, if one is named. */
  Optional<CallContent> content() {
    return method.map(_ -> new CallContent.Json(arguments, expected));
  }

  /** How long that is. */
  Optional<Integer> argumentBytes() {
    return method.map(_ -> arguments.getBytes(StandardCharsets.UTF_8).length);
  }
}
