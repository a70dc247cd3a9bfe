package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with keys: what comes by HTTP is not sealed, what it becomes on the bus is. */
class SealedGatewayTest {
  @TempDir Path folder;

  private static HttpResponse<byte[]> post(NodeFixture node, String type, byte[] body)
      throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(node.http() + "/rpc/clock/now"))
              .header("Content-Type", type)
              .header("Accept", type)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  @Test
  void callsByHttpArePlainAndSealedWithin() throws Exception {
    var file = folder.resolve("keys");
    Files.writeString(file, "4 " + Base64.getEncoder().encodeToString(new byte[32]));
    var yaml =
        """
        services: [clock]
        listeners: {}
        gateway: { port: 0 }
        rpc: { keys: { secretsFile: "%s" } }
        """
            .formatted(file);
    try (var node = NodeFixture.start(folder, yaml)) {
      var keys = node.node().rpcKeys().orElseThrow().keys();
      var json =
          post(node, "application/json", "{\"zone\":\"UTC\"}".getBytes(StandardCharsets.UTF_8));
      assertEquals(200, json.statusCode());
      assertTrue(new String(json.body(), StandardCharsets.UTF_8).contains("\"zone\""));
      assertEquals(2, keys.sealed(4));
      // {"zone": "UTC"} in CBOR (RFC 8949): a map of one, two texts.
      var cbor = post(node, "application/cbor", hex("a1647a6f6e6563555443"));
      assertEquals(200, cbor.statusCode());
      // The answer is a map in the clear.
      assertEquals(0xa0, cbor.body()[0] & 0xe0);
      assertEquals(4, keys.sealed(4));
    }
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.of().parseHex(digits);
  }
}
