package dev.samara.load;

import dev.samara.node.cli.CliCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code samara bench NAME}: measures this kit beside its peers on this machine. */
@Command(
    name = "bench",
    description = "Measures this kit beside its peers, on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      EchoBench.class,
      SweepBench.Sizes.class,
      SweepBench.Connections.class,
      EchoBench.WebSockets.class,
      RpcBench.class,
      IdleBench.class,
      HttpBench.class,
      Http2Bench.class,
      UploadBench.class,
      MatrixBench.class,
      ClusterBench.class,
      PipelineBench.class,
      StartBench.class,
      VariantBenches.Ports.class,
      VariantBenches.Buffers.class,
      MicroBench.class,
      SoakBench.class,
      FaultsBench.class,
      AllBench.class,
      CompareCommand.class,
      ReportCommand.class
    })
public final class BenchCommand implements CliCommand {
  /** Made by the command line, which also reads the options. */
  public BenchCommand() {}

  /**
   * The bench alone, without the rest of the command line.
   *
   * @param arguments the name of a bench and its options; exits with 0 on success, 1 with a line on
   *     standard error on failure, 2 on wrong usage
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
