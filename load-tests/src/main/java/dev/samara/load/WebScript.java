package dev.samara.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The scripts of {@code load-tests/wrk}: who takes part in each, and who is the yardstick. */
enum WebScript {
  HELLO(false, "gateway vertx netty nginx", "vertx nginx"),
  PIPELINED(false, "gateway vertx netty nginx", "netty"),
  FILES(true, "gateway vertx nginx", "nginx"),
  MEMORY(true, "gateway vertx", "vertx"),
  SMALL_BODY(false, "gateway vertx", "vertx"),
  MANY_YIELDS(false, "gateway vertx", "vertx"),
  HUGE_BODY(false, "gateway vertx", "vertx"),
  RPC(false, "node", ""),
  UPLOAD(false, "node", ""),
  DOWNLOAD(false, "node", "");

  private final boolean sized;
  private final List<String> servers;
  private final List<String> yardsticks;

  WebScript(boolean sized, String servers, String yardsticks) {
    this.sized = sized;
    this.servers = List.of(servers.split(" "));
    this.yardsticks = yardsticks.isEmpty() ? List.of() : List.of(yardsticks.split(" "));
  }

  /** Whether it is run for answers of several sizes. */
  boolean sized() {
    return sized;
  }

  boolean hasPart(String server) {
    return servers.contains(server);
  }

  /** All take part beside the first; beside each other one, the gateway alone. */
  List<String> yardsticks() {
    return yardsticks;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<WebScript> named(List<String> labels) {
    return labels.stream()
        .map(label ->
            Arrays.stream(values())
                .filter(script -> script.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "--scripts: there is no %s, only %s".formatted(label, labels()))))
        .toList();
  }

  static String labels() {
    return String.join(", ", Arrays.stream(values()).map(WebScript::label).toList());
  }
}
