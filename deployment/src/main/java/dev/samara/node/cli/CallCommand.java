package dev.samara.node.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code samara call SERVICE METHOD [JSON]}. */
@Command(
    name = "call",
    description = "Calls a service anywhere in the cluster; prints its result as JSON.")
final class CallCommand implements Callable<Integer> {

  @Mixin private NodeChoice choice = new NodeChoice();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
  private String service = "";

  @Parameters(index = "1", paramLabel = "METHOD", description = "The method's name.")
  private String method = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The one argument, or an array of all.")
  private String arguments = "";

  @Override
  public Integer call() throws IOException {
    var request =
        choice
            .request("call")
            .put("service", service)
            .put("method", method)
            .put("arguments", arguments);
    System.out.println(ListingCommand.pretty(choice.ask(request)));
    return 0;
  }
}
