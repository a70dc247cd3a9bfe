package dev.samara.load.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** The typed service of the node that is killed. */
interface Victim {
  /** Begins, and never answers. */
  Future<Void> hold(int number);

  /** How many calls have begun. */
  Future<Integer> held();

  /** The service itself. */
  static Victim create() {
    AtomicInteger held = new AtomicInteger();
    return new Victim() {
      @Override
      public Future<Void> hold(int number) {
        held.incrementAndGet();
        return Promise.<Void>promise().future();
      }

      @Override
      public Future<Integer> held() {
        return Future.succeededFuture(held.get());
      }
    };
  }
}
