package dev.samara.rpc.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A defect in one of the things that share a turn of an event loop. */
class SharedTurnTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private CallLoop loop(int index) {
    ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    context.exceptionHandler(expected -> {});
    return new CallLoop(index, context, System::nanoTime, new CallLedger());
  }

  private static void fail() {
    throw new IllegalStateException("a defect");
  }

  @Test
  void othersAreFlushedAllTheSame() throws Exception {
    CallLoop loop = loop(0);
    Promise<Void> flushed = Promise.promise();
    loop.execute(() -> {
      loop.flushSoon(SharedTurnTest::fail);
      loop.flushSoon(flushed::complete);
    });
    await(flushed.future());
  }

  @Test
  void othersAreHandedOverAllTheSame() throws Exception {
    CallLoop from = loop(0);
    CallLoop to = loop(1);
    Promise<Void> run = Promise.promise();
    from.execute(() -> {
      from.handOver(to, SharedTurnTest::fail);
      from.handOver(to, run::complete);
    });
    await(run.future());
  }

  @Test
  void otherCallsOfTheNodeAreServedAllTheSame() throws Exception {
    CallLoop loop = loop(0);
    Payload value = new Payload(Payload.IN_MEMORY, "value");
    Server server =
        call -> {
          if (call.endpoint().method().equals("broken")) {
            fail();
          }
          call.answer(value);
        };
    Promise<Object> answer = Promise.promise();
    loop.execute(() -> {
      LocalCalls calls = new LocalCalls(loop, server, "a");
      calls.start(attempt("broken", value, Promise.promise()));
      calls.start(attempt("sound", value, answer));
    });
    assertEquals("value", await(answer.future()));
  }

  private static Attempt attempt(String method, Payload arguments, Promise<Object> answer) {
    Attempt.Listener listener =
        new Attempt.Listener() {
          @Override
          public void answered(Payload result) {
            answer.complete(result.value());
          }

          @Override
          public void failed(Frame.Failure failure) {
            answer.fail(failure.message());
          }
        };
    return new Attempt(
        new Endpoint("service", method),
        Attempt.NO_DEADLINE,
        0,
        Map.of(),
        arguments,
        listener,
        Optional.empty(),
        Optional.empty());
  }
}
