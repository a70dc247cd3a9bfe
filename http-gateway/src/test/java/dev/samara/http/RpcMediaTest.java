package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Call;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms, deadlines and descriptions of calls over HTTP. */
class RpcMediaTest {
  /** What the tests call. */
  public interface Shop {
    Future<Order> order(Order order, int times);

    Future<Void> ping();

    Future<String> wait(String why);

    Future<Long> remaining();
  }

  /** Of many kinds. */
  public record Order(
      String name, int count, Optional<Size> size, List<Item> items, Map<String, byte[]> notes) {}

  /** Constants. */
  public enum Size {
    SMALL,
    LARGE
  }

  /** A family. */
  public sealed interface Item permits Book, Pen {}

  /** A member that holds its family. */
  public record Book(String title, List<Item> inside) implements Item {}

  /** A member. */
  public record Pen(double width) implements Item {}

  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls calls;

  private final class ShopService implements Shop {
    @Override
    public Future<Order> order(Order order, int times) {
      return Future.succeededFuture(
          new Order(order.name(), order.count() * times, order.size(), order.items(), Map.of()));
    }

    @Override
    public Future<Void> ping() {
      return Future.succeededFuture();
    }

    @Override
    public Future<String> wait(String why) {
      waiting.incrementAndGet();
      Call.current().orElseThrow().onCancel(cancelled::incrementAndGet);
      return Promise.<String>promise().future();
    }

    @Override
    public Future<Long> remaining() {
      Duration left = Call.current().orElseThrow().remaining().orElseThrow();
      return Future.succeededFuture(left.toMillis());
    }
  }

  @BeforeEach
  void start() {
    gateway =
        new TestGateway(folder, options -> options.withRpcLimits(1 << 20, Duration.ofMinutes(1)));
    await(gateway.rpc.expose("shop", Shop.class, new ShopService()));
    calls = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() throws Exception {
    calls.close();
    gateway.close();
  }

  @Test
  void argumentsAndResultsMayBeCbor() throws Exception {
    // ["x": 2 of it, twice]: 82 [a2 {"name": "x", "count": 2}, 2]
    var body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {(byte) 0x82, (byte) 0xa2, 0x64});
    body.writeBytes(ascii("name"));
    body.writeBytes(new byte[] {0x61, 'x', 0x65});
    body.writeBytes(ascii("count"));
    body.writeBytes(new byte[] {2, 2});
    var answer =
        calls.call(
            "POST", "/rpc/shop/order", body.toByteArray(), "Content-Type", "application/cbor");
    assertEquals(200, answer.statusCode(), text(answer));
    assertEquals("application/cbor", header(answer, "content-type"));
    String result = new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(result.contains("dnameax"), result);
    assertTrue(result.contains("ecount\u0004"), result);
  }

  @Test
  void noBytesAreNoArgumentsAndWhoAcceptsOnlyCborGetsIt() throws Exception {
    var answer = calls.call("POST", "/rpc/shop/ping", new byte[0], "Accept", "application/cbor");
    assertEquals(200, answer.statusCode(), text(answer));
    assertArrayEquals(new byte[] {(byte) 0xf6}, answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "application/json, -, 200",
        "application/json;charset=utf-8, */*, 200",
        "APPLICATION/JSON, 'text/html, application/*;q=0.1', 200",
        "text/plain, -, 415",
        "application/jsonx, -, 415",
        "application/json, application/cbor, 406",
        "application/json, application/json;q=0, 406",
        "application/cbor, application/json, 406"
      })
  void otherFormsAreRefused(String type, String accept, int status) throws Exception {
    byte[] body = type.contains("cbor") ? new byte[] {(byte) 0x80} : ascii("[]");
    var answer =
        accept == null
            ? calls.call("POST", "/rpc/shop/ping", body, "Content-Type", type)
            : calls.call("POST", "/rpc/shop/ping", body, "Content-Type", type, "Accept", accept);
    assertEquals(status, answer.statusCode(), text(answer));
  }

  @Test
  void cborThatIsNoneIsABadArgument() throws Exception {
    var answer =
        calls.call(
            "POST",
            "/rpc/shop/order",
            new byte[] {(byte) 0x9f, 0x01},
            "Content-Type",
            "application/cbor");
    assertEquals(400, answer.statusCode());
    assertEquals("application/problem+json", header(answer, "content-type"));
  }

  @Test
  void theClientMayHaveLessTimeButNotMore() throws Exception {
    assertTrue(remaining("30000") <= 30_000);
    assertTrue(remaining("9999999999") <= 60_000);
    // A call that is too late before the service has it is none that it could cancel.
    for (int millis = 50; waiting.get() == 0; millis *= 2) {
      var late =
          calls.call(
              "POST", "/rpc/shop/wait", ascii("[\"x\"]"), RpcHandler.TIMEOUT_FIELD, "" + millis);
      assertEquals(504, late.statusCode());
    }
    eventually("the service hears of it", () -> cancelled.get() == waiting.get());
  }

  private long remaining(String millis) throws Exception {
    var answer =
        calls.call("POST", "/rpc/shop/remaining", new byte[0], RpcHandler.TIMEOUT_FIELD, millis);
    assertEquals(200, answer.statusCode(), text(answer));
    return Long.parseLong(text(answer));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1s", "''", "99999999999999999999"})
  void aTimeoutThatIsNoNumberIsRefused(String millis) throws Exception {
    var answer =
        calls.call("POST", "/rpc/shop/ping", new byte[0], RpcHandler.TIMEOUT_FIELD, millis);
    assertEquals(400, answer.statusCode(), text(answer));
  }

  @Test
  void aCallIsCancelledWhenItsClientGoes() throws Exception {
    try (var socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write(
              ascii("POST /rpc/shop/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n[\"x\"]"));
      eventually("it is served", () -> waiting.get() == 1);
      assertEquals(0, cancelled.get());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    eventually("it is cancelled", () -> cancelled.get() == 1);
  }

  @Test
  void theServicesAreDescribed() throws Exception {
    var answer = calls.get("/openapi.json");
    assertEquals(200, answer.statusCode());
    var document = new JsonObject(text(answer));
    assertEquals("3.1.0", document.getString("openapi"));
    JsonObject paths = document.getJsonObject("paths");
    assertEquals(4, paths.size());
    JsonObject order = paths.getJsonObject("/rpc/shop/order").getJsonObject("post");
    JsonObject arguments =
        order
            .getJsonObject("requestBody")
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema");
    assertEquals(
        new JsonObject(
            """
            {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [
              {"$ref": "#/components/schemas/Order", "title": "order"},
              {"type": "integer", "format": "int32", "title": "times"}]}
            """),
        arguments);
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    assertEquals(new JsonArray().add("count"), schemas.getJsonObject("Order").getValue("required"));
    assertEquals(
        new JsonObject("{\"type\": \"string\", \"enum\": [\"SMALL\", \"LARGE\"]}"),
        schemas.getJsonObject("Size"));
    assertEquals(2, schemas.getJsonObject("Item").getJsonArray("oneOf").size());
    assertEquals(
        "#/components/schemas/Item",
        schemas
            .getJsonObject("Book")
            .getJsonObject("properties")
            .getJsonObject("inside")
            .getJsonObject("items")
            .getString("$ref"));
    assertTrue(schemas.containsKey("Problem"));
  }

  @Test
  void thePageToTryThemRunsOnlyItsOwnScript() throws Exception {
    var answer = calls.get("/try");
    assertEquals(200, answer.statusCode());
    assertTrue(header(answer, "content-security-policy").contains("script-src 'sha256-"));
    assertTrue(!text(answer).contains("http://") && !text(answer).contains("https://"));
  }
}
