package dev.samara.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract for a service on an event loop of its own, called from it and from another one. */
class OtherLoopTest extends RpcContract {
  private static Vertx vertx;
  private static Rpc rpc;
  private static Context home;
  private static Context other;

  interface Threads {
    Future<Integer> visit(int number);
  }

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    rpc = Waiting.result(Rpc.start(vertx, Waiting.patient("a")));
    home = vertx.getOrCreateContext();
    ContextInternal next = (ContextInternal) home;
    while (next.nettyEventLoop() == ((ContextInternal) home).nettyEventLoop()) {
      next = next.owner().createEventLoopContext();
    }
    other = next;
  }

  @AfterAll
  static void stop() {
    Waiting.result(rpc.close());
    Waiting.result(vertx.close());
  }

  @Override
  Future<Void> expose() {
    Promise<Void> exposed = Promise.promise();
    home.runOnContext(now -> rpc.expose(Catalogue.class, shop).onComplete(exposed));
    return exposed.future();
  }

  @Override
  Rpc caller() {
    return rpc;
  }

  @Override
  Rpc callee() {
    return rpc;
  }

  @Override
  int mostLargeItems() {
    return 14;
  }

  @Override
  Vertx vertx() {
    return vertx;
  }

  @Test
  void callsOfOneTurnAreServedThereAndAnsweredHere() {
    Set<Thread> served = ConcurrentHashMap.newKeySet();
    Set<Thread> answered = ConcurrentHashMap.newKeySet();
    Promise<Void> exposed = Promise.promise();
    Threads service =
        number -> {
          served.add(Thread.currentThread());
          return number % 3 == 0
              ? Future.failedFuture("it is a third")
              : Future.succeededFuture(number);
        };
    home.runOnContext(now -> rpc.expose(Threads.class, service).onComplete(exposed));
    Waiting.result(exposed.future());
    try {
      Threads client = rpc.client(Threads.class);
      List<Integer> expected =
          IntStream.range(0, 300).map(n -> n % 3 == 0 ? -1 : n).boxed().toList();
      assertEquals(expected, Waiting.result(all(client, answered)));
      assertEquals(1, served.size());
      assertEquals(1, answered.size());
      assertNotEquals(served, answered);
    } finally {
      Waiting.result(rpc.withdraw("threads"));
    }
  }

  /** 300 answers, or -1 for a failure, to calls of one turn. */
  private static Future<List<Integer>> all(Threads client, Set<Thread> answered) {
    Promise<List<Integer>> all = Promise.promise();
    other.runOnContext(now -> {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        calls.add(
            client
                .visit(i)
                .onComplete(ended -> answered.add(Thread.currentThread()))
                .otherwise(-1));
      }
      Future.all(calls).map(both -> both.<Integer>list()).onComplete(all);
    });
    return all.future();
  }
}
