package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of one cluster that seal their calls, or make them over connections of their own. */
class RpcClusterIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final int clusterPort = Ports.freeClusterPort();
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeProcess start(String name, String services, String rpc) throws Exception {
    var text =
        """
        name: %s
        services: %s
        cluster: { port: %d, ports: %d }
        listeners: {}
        %s
        """
            .formatted(name, services, clusterPort, Ports.CLUSTER_PORTS, rpc);
    var config = Files.writeString(folder.resolve(name + ".yaml"), text);
    return NodeProcess.startAt(folder, Ports.freeOffset(), "-c", config.toString(), "--cluster");
  }

  private HttpResponse<String> callClock(NodeProcess node) throws Exception {
    var request =
        HttpRequest.newBuilder(node.uri("/rpc/clock/now"))
            .timeout(Duration.ofMinutes(1))
            .POST(BodyPublishers.ofString("{\"zone\":\"UTC\"}"))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** Until the service is known there, what is answered last. */
  private HttpResponse<String> answered(NodeProcess node) throws Exception {
    var answers = new ArrayList<HttpResponse<String>>();
    Poll.until(
        LIMIT,
        () -> answers.isEmpty() ? "no answer" : answers.getLast().body(),
        () -> {
          answers.add(callClock(node));
          return !answers.getLast().body().contains("no node offers");
        });
    return answers.getLast();
  }

  @Test
  void twoWithTheKeyTalkAndOneWithoutIsRefused() throws Exception {
    var keys = folder.resolve("keys");
    Files.writeString(keys, "1 " + Base64.getEncoder().encodeToString(new byte[16]) + "\n");
    var sealed = "rpc: { keys: { secretsFile: \"" + keys + "\" } }";
    var nodes = new ArrayList<NodeProcess>();
    try {
      nodes.add(start("serves", "[clock]", sealed));
      nodes.add(start("sealed", "[]", sealed));
      nodes.add(start("plain", "[]", ""));
      var friend = answered(nodes.get(1));
      assertEquals(200, friend.statusCode(), friend.body());
      assertTrue(friend.body().contains("\"node\":\"serves\""), friend.body());
      var stranger = answered(nodes.get(2));
      assertEquals(400, stranger.statusCode(), stranger.body());
      assertTrue(stranger.body().contains("does not read the format"), stranger.body());
    } finally {
      close(nodes);
    }
  }

  private void close(List<NodeProcess> nodes) {
    nodes.forEach(NodeProcess::close);
    http.close();
  }

  @Test
  void callsGoOverAConnectionWhereBothHaveLinks() throws Exception {
    var nodes = new ArrayList<NodeProcess>();
    try {
      nodes.add(start("serves", "[clock]", "rpc: { nodeLinks: {} }"));
      nodes.add(start("linked", "[]", "rpc: { nodeLinks: {} }"));
      var linked = nodes.get(1);
      assertEquals(200, answered(linked).statusCode());
      Poll.until(
          LIMIT,
          linked::text,
          () -> {
            assertEquals(200, callClock(linked).statusCode());
            return ((JsonObject) linked.ask("status")).getInteger("nodeLinks") > 0;
          });
      assertEquals(200, callClock(linked).statusCode());
    } finally {
      close(nodes);
    }
  }
}
