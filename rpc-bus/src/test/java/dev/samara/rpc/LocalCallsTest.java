package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.policy.CallPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special of calls to services of the same node. */
class LocalCallsTest {
  private Vertx vertx;
  private Rpc rpc;

  interface Descent {
    Future<Integer> depth(int left);
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    rpc = Waiting.result(Rpc.start(vertx, Waiting.patient("a")));
  }

  @AfterEach
  void stop() {
    Waiting.assertBalanced(rpc);
    Waiting.result(rpc.close());
    Waiting.result(vertx.close());
  }

  @Test
  void servicesThatCallEachOtherDoNotPileUpOnTheStack() {
    int depth = 8_000;
    Descent client = rpc.client(Descent.class);
    Descent service =
        left -> left == 0 ? Future.succeededFuture(0) : client.depth(left - 1).map(one -> one + 1);
    Waiting.result(rpc.expose(Descent.class, service));
    assertEquals(depth, Waiting.result(client.depth(depth)));
  }

  @Test
  void aCallThatIsGivenUpInItsOwnTurnIsNotServed() {
    AtomicInteger served = new AtomicInteger();
    Descent service = left -> Future.succeededFuture(served.incrementAndGet());
    Waiting.result(rpc.expose(Descent.class, service));
    Descent client = rpc.client(Descent.class);
    Promise<Integer> givenUp = Promise.promise();
    Promise<Integer> next = Promise.promise();
    vertx.runOnContext(now -> {
      Cancellation cancellation = new Cancellation();
      CallOptions options = CallOptions.none().withCancellation(cancellation);
      options.call(() -> client.depth(1)).onComplete(givenUp);
      cancellation.cancel();
      client.depth(1).onComplete(next);
    });
    Waiting.failure(FailureKind.CANCELLED, givenUp.future());
    assertEquals(1, Waiting.result(next.future()));
  }

  @Test
  void aCallWithAPolicyThatIsGivenUpBeforeItsTurnIsNotServed() {
    AtomicInteger served = new AtomicInteger();
    Descent service = left -> Future.succeededFuture(served.incrementAndGet());
    Waiting.result(rpc.expose(Descent.class, service));
    Descent client = rpc.client(Descent.class, CallPolicy.defaults());
    Cancellation cancellation = new Cancellation();
    CallOptions options = CallOptions.none().withCancellation(cancellation);
    CountDownLatch made = new CountDownLatch(1);
    Promise<Integer> givenUp = Promise.promise();
    Promise<Integer> next = Promise.promise();
    Context home = vertx.getOrCreateContext();
    home.runOnContext(now -> {
      // Made on another thread of this context, while its event loop is busy here.
      home.executeBlocking(() -> {
        options.call(() -> client.depth(1)).onComplete(givenUp);
        made.countDown();
        return null;
      });
      try {
        assertTrue(made.await(20, TimeUnit.SECONDS));
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      cancellation.cancel();
      home.runOnContext(later -> client.depth(1).onComplete(next));
    });
    Waiting.failure(FailureKind.CANCELLED, givenUp.future());
    assertEquals(1, Waiting.result(next.future()));
  }

  /** Its list cannot be read. */
  record Unreadable(List<String> texts) {
    @Override
    public List<String> texts() {
      throw new IllegalStateException("not now");
    }
  }

  interface Reader {
    Future<Integer> read(Unreadable what);
  }

  @Test
  void argumentsThatCannotBeReadFailTheCallWithAPolicyOrWithout() {
    Waiting.result(rpc.expose(Reader.class, what -> Future.succeededFuture(1)));
    Unreadable what = new Unreadable(List.of());
    for (Reader client :
        List.of(rpc.client(Reader.class), rpc.client(Reader.class, CallPolicy.defaults()))) {
      Waiting.failure(FailureKind.BAD_ARGUMENTS, client.read(what));
    }
    assertEquals(2, rpc.balance().started());
  }

  @Test
  void aCallThatIsGivenUpWhileItIsServedTellsItsService() {
    Promise<Integer> never = Promise.promise();
    Promise<Void> arrived = Promise.promise();
    Promise<Void> told = Promise.promise();
    Descent service =
        left -> {
          Call.current().orElseThrow().onCancel(told::complete);
          arrived.complete();
          return never.future();
        };
    Waiting.result(rpc.expose(Descent.class, service));
    Descent client = rpc.client(Descent.class);
    Cancellation cancellation = new Cancellation();
    Future<Integer> call =
        CallOptions.none().withCancellation(cancellation).call(() -> client.depth(1));
    Waiting.result(arrived.future());
    cancellation.cancel();
    Waiting.failure(FailureKind.CANCELLED, call);
    Waiting.result(told.future());
    never.complete(1);
  }
}
