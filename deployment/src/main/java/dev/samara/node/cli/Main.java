package dev.samara.node.cli;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The entry of the command line. Exit code 0 on success, 1 on failure, 2 on wrong usage. */
@Command(
    name = "samara",
    description = "Message-oriented network services on Vert.x.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      SendCommand.class,
      CallCommand.class,
      TailCommand.class,
      ConnectCommand.class,
      UploadCommand.class,
      PostCommand.class,
      DrainCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Main {

  private static final Map<String, String> LISTINGS =
      Map.of(
          "status", "Shows a node at a glance.",
          "blocked", "Shows who kept event loops from their work, even while all are blocked.",
          "nodes", "Lists the nodes of the cluster.",
          "listeners", "Lists where a node listens.",
          "connections", "Lists the open connections of a node.",
          "clients", "Lists the named clients of a node.",
          "services", "Lists the services of all nodes.",
          "balance", "Shows where every message went.");

  private static final Map<String, String> LISTENER_COMMANDS =
      Map.of(
          "pause", "Lets nobody in by a listener; who connects waits.",
          "resume", "Lets peers in by a listener again.",
          "reload", "Makes a listener read its certificates again.");

  private Main() {}

  /**
   * Runs a command and ends the process.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    add(line, LISTINGS, ListingCommand::new);
    add(line, LISTENER_COMMANDS, ListenerCommand::new);
    ServiceLoader.load(CliCommand.class).forEach(line::addSubcommand);
    line.setExecutionExceptionHandler((failure, command, _) -> {
      command.getErr().println("samara: " + oneLine(failure));
      return CommandLine.ExitCode.SOFTWARE;
    });
    return line;
  }

  private static void add(
      CommandLine line, Map<String, String> descriptions, Function<String, Object> command) {
    new TreeMap<>(descriptions)
        .forEach((name, description) -> {
          var made = new CommandLine(command.apply(name));
          made.getCommandSpec().usageMessage().description(description);
          line.addSubcommand(name, made);
        });
  }

  /** What failed, without a stack trace and without line breaks. */
  static String oneLine(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.toString() : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
