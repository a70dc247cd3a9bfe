package dev.samara.node.cli;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands that show something of a running node: as tables, or as JSON. */
@Command
final class ListingCommand implements Callable<Integer> {

  private final String name;

  @Mixin private NodeChoice choice = new NodeChoice();

  ListingCommand(String name) {
    this.name = name;
  }

  @Override
  public Integer call() throws IOException {
    var result = choice.ask(choice.request(name));
    if (choice.json) {
      System.out.println(pretty(result));
    } else {
      print(result);
    }
    return 0;
  }

  static String pretty(Object result) {
    return switch (result) {
      case JsonObject object -> object.encodePrettily();
      case JsonArray array -> array.encodePrettily();
      default -> Json.encode(result);
    };
  }

  private void print(Object result) {
    switch (result) {
      case JsonArray array when array.isEmpty() ->
          System.out.println(name.equals("blocked") ? "no event loop was blocked" : "no " + name);
      case JsonArray array -> Table.of(array).print(System.out);
      case JsonObject object when name.equals("balance") ->
          BalanceText.lines(object).forEach(System.out::println);
      case JsonObject object -> printStatus(object);
      default -> System.out.println(result);
    }
  }

  /** Plain values first, then what is a table of its own. */
  private static void printStatus(JsonObject status) {
    List<List<String>> rows = new ArrayList<>();
    for (var entry : status) {
      if (!(entry.getValue() instanceof JsonArray) && !entry.getKey().equals("balance")) {
        rows.add(List.of(entry.getKey(), Table.cell(entry.getValue())));
      }
    }
    new Table(rows).print(System.out);
    System.out.println();
    var loops = status.getJsonArray("eventLoops");
    if (!loops.isEmpty()) {
      Table.of(loops).print(System.out);
      System.out.println();
    }
    var blocked = status.getJsonArray("blocked");
    if (!blocked.isEmpty()) {
      Table.of(blocked).print(System.out);
      System.out.println();
    }
    Table.of(status.getJsonArray("listeners")).print(System.out);
    System.out.println();
    BalanceText.lines(status.getJsonObject("balance")).forEach(System.out::println);
  }
}
