package dev.samara.node.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code samara send NAME-OR-ID TEXT}. */
@Command(name = "send", description = "Sends a message to a named client or a connection.")
final class SendCommand implements Callable<Integer> {

  @Mixin private NodeChoice choice = new NodeChoice();

  @Parameters(
      index = "0",
      paramLabel = "NAME-OR-ID",
      description = "A client's name, or node/listener/serial.")
  private String to = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "The message.")
  private String text = "";

  @Override
  public Integer call() throws IOException {
    var result = choice.ask(choice.request("send").put("to", to).put("text", text));
    System.out.println(choice.json ? ListingCommand.pretty(result) : result);
    return 0;
  }
}
