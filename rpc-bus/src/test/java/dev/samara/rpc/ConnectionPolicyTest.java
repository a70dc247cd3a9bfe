package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Backoff;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkOptions;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.Idempotent;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceException;
import dev.samara.rpc.call.WhileDown;
import dev.samara.rpc.policy.BreakerOptions;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.RetryOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients with policies over a link whose server closes its connections. */
class ConnectionPolicyTest {
  interface Work {
    @Idempotent
    Future<String> look(String what);

    Future<String> change(String what);
  }

  /** Its calls wait for the test. */
  private static final class Worker implements Work {
    final Queue<Promise<String>> held = new ConcurrentLinkedQueue<>();

    @Override
    public Future<String> look(String what) {
      Promise<String> promise = Promise.promise();
      held.add(promise);
      return promise.future();
    }

    @Override
    public Future<String> change(String what) {
      return look(what);
    }

    Promise<String> next() {
      Waiting.until("a call has come", () -> !held.isEmpty());
      return held.remove();
    }
  }

  private static final CallPolicy RETRIES =
      CallPolicy.defaults()
          .withRetries(
              RetryOptions.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5)));

  private final Vertx vertx = Vertx.vertx();
  private final Worker worker = new Worker();
  private Rpc server;
  private Rpc client;
  private Hub hub;
  private Listener listener;
  private HubLink link;

  @BeforeEach
  void start() {
    hub = result(Hub.start(vertx, "hub"));
    server = result(Rpc.start(vertx, options("server")));
    client =
        result(
            Rpc.start(
                vertx,
                options("client")
                    .withTuning(RpcTuning.defaults().withPolicies(Map.of("work", RETRIES)))));
    result(server.expose(Work.class, worker));
    listener =
        result(hub.listen(ListenerOptions.tcp("rpc", 0, server.framing()), server.route("work")));
    link =
        hub.link(
            ConnectorOptions.to(
                    "out",
                    SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1"),
                    ConnectionOptions.of(client.framing()))
                .withRetry(
                    Backoff.standard().withDelays(Duration.ofMillis(20), Duration.ofMillis(100))),
            LinkOptions.defaults(),
            client.route());
  }

  private static RpcOptions options(String name) {
    return Waiting.patient(name).withDrainTimeout(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    result(link.close(CloseMode.NOW, Duration.ofSeconds(2)));
    Waiting.assertBalanced(client);
    result(client.close());
    result(server.close());
    result(hub.close());
    result(vertx.close());
  }

  private RpcConnection over() {
    return client.over(link, WhileDown.WAIT);
  }

  private void breakConnection() {
    result(link.connection().close(CloseMode.NOW, Duration.ofSeconds(1)));
  }

  @Test
  void anIdempotentCallIsMadeAgainOverTheNextConnection() {
    Work work = over().client(Work.class);
    Future<String> look = work.look("it");
    final Promise<String> first = worker.next();
    breakConnection();
    worker.next().complete("seen");
    assertEquals("seen", result(look));
    first.complete("late");
    Future<String> change = work.change("it");
    worker.next();
    breakConnection();
    failure(FailureKind.CONNECTION_LOST, change);
    assertEquals(3, client.attempts().attempts());
    assertEquals(1, client.attempts().retries());
  }

  @Test
  void aBreakerKeepsCallsFromAPeerThatFails() {
    CallPolicy policy =
        CallPolicy.defaults()
            .withRetries(RetryOptions.none())
            .withBreaker(new BreakerOptions(50, 4, 4, Duration.ofMinutes(1), 1, true));
    Work work = over().client("work", Work.class, 1, policy);
    for (int i = 0; i < 4; i++) {
      Future<String> call = work.change("it");
      worker.next().fail(new ServiceException("broken", "no"));
      failure(FailureKind.CALLEE_FAILED, call);
    }
    RpcException kept = failure(FailureKind.OVERLOADED, work.change("it"));
    assertTrue(kept.getMessage().contains("takes calls now"), kept.getMessage());
    assertEquals(0, worker.held.size());
    // Others have not learned of it.
    Future<String> other = over().client(Work.class).change("it");
    worker.next().complete("done");
    assertEquals("done", result(other));
  }

  @Test
  void aBulkheadBoundsTheCallsUnderWay() {
    Work work =
        over().client("work", Work.class, 1, CallPolicy.defaults().withMaxConcurrentCalls(1));
    Future<String> first = work.change("it");
    final Promise<String> held = worker.next();
    failure(FailureKind.OVERLOADED, work.change("it"));
    held.complete("done");
    assertEquals("done", result(first));
    Future<String> next = work.change("it");
    worker.next().complete("done");
    assertEquals("done", result(next));
  }
}
