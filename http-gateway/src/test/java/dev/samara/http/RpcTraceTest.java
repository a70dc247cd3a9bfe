package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import dev.samara.rpc.call.CallInterceptor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a failed call is in its problem document. */
class RpcTraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** What is called. */
  public interface Work {
    Future<String> traced();

    Future<String> untraced();
  }

  private static final class Failing implements Work {
    @Override
    public Future<String> traced() {
      return Future.failedFuture("out of order");
    }

    @Override
    public Future<String> untraced() {
      return traced();
    }
  }

  /** Does what a tracer does. */
  private static final CallInterceptor TRACER =
      new CallInterceptor() {
        @Override
        public Map<String, String> calling(
            String service, String method, Map<String, String> metadata) {
          return method.equals("traced")
              ? Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
              : metadata;
        }
      };

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Rpc rpc;
  private Gateway gateway;

  @BeforeEach
  void start() {
    var tuning = RpcTuning.defaults().withInterceptors(List.of(TRACER));
    rpc = TestGateway.await(Rpc.start(vertx, RpcOptions.defaults("test").withTuning(tuning)));
    TestGateway.await(rpc.expose(Work.class, new Failing()));
    var sources =
        new GatewaySources(
            rpc,
            () -> Future.succeededFuture(new JsonObject()),
            () -> "",
            () -> true,
            EventSource.none(),
            Optional.empty());
    gateway =
        TestGateway.await(
            Gateway.start(vertx, GatewayOptions.defaults(folder).withPort(0), sources));
  }

  @AfterEach
  void stop() {
    TestGateway.await(gateway.close());
    TestGateway.await(rpc.close());
    TestGateway.await(vertx.close());
  }

  private JsonObject problem(String method) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var place = URI.create("http://127.0.0.1:" + gateway.port() + "/rpc/work/" + method);
      var request =
          HttpRequest.newBuilder(place)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("[]"))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertEquals(500, answer.statusCode());
      return new JsonObject(answer.body());
    }
  }

  @Test
  void isShownIfThereIsOne() throws Exception {
    assertEquals(TRACE, problem("traced").getString("traceId"));
    assertFalse(problem("untraced").containsKey("traceId"));
  }
}
