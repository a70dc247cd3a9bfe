package dev.samara.node.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code samara tail ADDRESS}. */
@Command(
    name = "tail",
    description = "Prints the messages that arrive on a node for a bus address, until Ctrl-C.")
final class TailCommand implements Callable<Integer> {

  @Mixin private NodeChoice choice = new NodeChoice();

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "The bus address.")
  private String address = "";

  @Override
  public Integer call() throws IOException {
    try (var client = choice.connect()) {
      client.ask(choice.request("tail").put("address", address));
      while (true) {
        var message = client.next().getJsonObject("message");
        System.out.println(
            choice.json
                ? message.encode()
                : message.getString("address") + "  " + message.getString("body"));
      }
    }
  }
}
