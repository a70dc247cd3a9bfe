package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RpcTest {
  /** What the tests call. */
  public interface Greeter {
    Future<Greeting> greet(Name name);

    Future<String> fail();

    Future<String> never();

    Future<String> repeat(Repetition what);
  }

  /** An argument. */
  public record Name(String name) {}

  /** An argument whose result is large. */
  public record Repetition(String text, int times) {}

  /** A result. */
  public record Greeting(String text) {}

  private static final class Greetings implements Greeter {
    @Override
    public Future<Greeting> greet(Name name) {
      return Future.succeededFuture(new Greeting("Hello, " + name.name()));
    }

    @Override
    public Future<String> fail() {
      return Future.failedFuture(new IllegalStateException("out of greetings"));
    }

    @Override
    public Future<String> never() {
      return Promise.<String>promise().future();
    }

    @Override
    public Future<String> repeat(Repetition what) {
      return Future.succeededFuture(what.text().repeat(what.times()));
    }
  }

  @TempDir Path folder;
  private TestGateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, o -> o.withRpcLimits(1 << 20, Duration.ofMinutes(1)));
    TestGateway.await(gateway.rpc.expose(Greeter.class, new Greetings()));
  }

  @AfterEach
  void stop() {
    var calls = gateway.rpc.balance();
    assertTrue(calls.addsUp(), calls.toString());
    gateway.close();
    client.close();
  }

  @Test
  void theResultIsTheAnswer() throws Exception {
    var answer = post("/rpc/greeter/greet", "{\"name\":\"Ärger €\"}");
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("application/json", answer.headers().firstValue("content-type").get());
    assertEquals("{\"text\":\"Hello, Ärger €\"}", answer.body());
  }

  @Test
  void aLargeResultComesWhole() throws Exception {
    var answer = post("/rpc/greeter/repeat", "{\"text\":\"abc\",\"times\":100000}");
    assertEquals("\"" + "abc".repeat(100_000) + "\"", answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/rpc/nobody/greet | {} | 404 | no-such-service",
        "/rpc/greeter/shout | {} | 404 | no-such-method",
        "/rpc/greeter/greet | {\"name\":5} | 400 | bad-arguments",
        "/rpc/greeter/greet | not json | 400 | bad-arguments",
        "/rpc/greeter/fail | [] | 500 | callee-failed",
      })
  void eachFailureHasItsOwnStatusAndType(String path, String body, int status, String type)
      throws Exception {
    assertFailure(post(path, body), status, type);
  }

  private static void assertFailure(HttpResponse<String> answer, int status, String type) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals("application/problem+json", answer.headers().firstValue("content-type").get());
    var problem = new JsonObject(answer.body());
    assertEquals("urn:samara:problem:" + type, problem.getString("type"));
    assertEquals(status, problem.getInteger("status"));
    assertTrue(!problem.getString("detail").isBlank() && !problem.getString("title").isBlank());
  }

  @Test
  void aCallThatTakesTooLongIsOneAsWell() throws Exception {
    try (var impatient =
        new TestGateway(
            Files.createDirectory(folder.resolve("impatient")),
            o -> o.withRpcLimits(1 << 20, Duration.ofMillis(300)))) {
      TestGateway.await(impatient.rpc.expose(Greeter.class, new Greetings()));
      assertFailure(post(impatient, "/rpc/greeter/never", "[]"), 504, "expired");
    }
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void theTableHasEveryKindOfFailureAndAgreesOnRetrying(FailureKind kind) {
    Problem problem = Problem.of(kind);
    assertEquals(kind.name(), problem.name());
    assertEquals(kind.mayRetry(), problem.retry());
    assertTrue(problem.status() >= 400 && problem.status() < 600);
  }

  @Test
  void argumentsBeyondTheLimitAreRefusedAnnouncedOrNot() throws Exception {
    for (String framing : new String[] {"Content-Length: 1048577", "Transfer-Encoding: chunked"}) {
      try (var raw = new RawClient(gateway.port())) {
        raw.send("POST /rpc/greeter/greet HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n");
        for (int i = 0; i < 18; i++) {
          raw.send("10000\r\n").send(new byte[0x10000]).send("\r\n");
        }
        String answer = raw.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("urn:samara:problem:too-large"), answer);
      }
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send(
          "POST /rpc/greeter/greet HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\"\u00ff\"");
      assertTrue(raw.readAnswer().contains("urn:samara:problem:bad-body"));
    }
  }

  @Test
  void aCallIsPostedOnly() throws Exception {
    var get = HttpRequest.newBuilder(gateway.uri("/rpc/greeter/greet")).build();
    var answer = client.send(get, BodyHandlers.ofString());
    assertEquals(405, answer.statusCode());
    assertEquals("POST", answer.headers().firstValue("allow").get());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return post(gateway, path, body);
  }

  private HttpResponse<String> post(TestGateway to, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(to.uri(path)).POST(BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
