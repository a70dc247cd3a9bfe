package dev.samara.load.web;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.concurrent.TimeUnit;

/** Vert.x as a node makes it: the fastest transport of the machine. */
final class Vertxes {
  private static final int PATIENCE_SECONDS = 5;

  private Vertxes() {}

  static Vertx create(int loops) {
    boolean epoll = Transport.EPOLL != null && Transport.EPOLL.available();
    return Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(loops))
        .withTransport(epoll ? Transport.EPOLL : Transport.NIO)
        .build();
  }

  static void close(Vertx vertx) {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
