package dev.samara.node.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that do something to a listener of a running node: pause, resume, reload. */
@Command
final class ListenerCommand implements Callable<Integer> {

  private final String name;

  @Mixin private NodeChoice choice = new NodeChoice();

  @Parameters(index = "0", paramLabel = "LISTENER", description = "The listener's name.")
  private String listener = "";

  ListenerCommand(String name) {
    this.name = name;
  }

  @Override
  public Integer call() throws IOException {
    var result = choice.ask(choice.request(name).put("listener", listener));
    System.out.println(choice.json ? ListingCommand.pretty(result) : result);
    return 0;
  }
}
