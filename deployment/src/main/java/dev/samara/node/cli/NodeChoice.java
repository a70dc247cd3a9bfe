package dev.samara.node.cli;

import dev.samara.node.admin.AdminClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which running node a command means, and how it is asked. */
final class NodeChoice {

  @Option(names = "--node", paramLabel = "NODE", description = "The node to ask; any if absent.")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--run-directory",
      paramLabel = "DIR",
      description = "Where nodes have their sockets (default: ${DEFAULT-VALUE}).",
      defaultValue = "${env:SAMARA_RUN_DIRECTORY:-run}")
  private Path runDirectory = Path.of("run");

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  boolean json;

  AdminClient connect() throws IOException {
    return AdminClient.connect(runDirectory, node);
  }

  JsonObject request(String command) {
    var request = new JsonObject().put("command", command);
    node.ifPresent(name -> request.put("node", name));
    return request;
  }

  Object ask(JsonObject request) throws IOException {
    try (var client = connect()) {
      return client.ask(request);
    }
  }
}
