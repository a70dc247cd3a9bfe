package dev.samara.load.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The point of this kind: messages change their thread on the way to the service and back. */
class BusOtherTest {
  @Test
  void serviceAndConnectionsHaveThreadsOfTheirOwn() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try {
      Map<String, String> threads = new ConcurrentHashMap<>();
      vertx
          .eventBus()
          .addInboundInterceptor(delivery -> {
            String address = delivery.message().address();
            threads.merge(
                address.startsWith("echo@") ? "service" : "connection",
                Thread.currentThread().getName().replaceAll("\\d+$", ""),
                (one, other) -> one.equals(other) ? one : one + " and " + other);
            delivery.next();
          });
      int port =
          await(
                  Hub.start(vertx, "test")
                      .compose(hub ->
                          SamaraEcho.busOther(vertx, hub, 2)
                              .compose(route ->
                                  hub.listen(
                                      ListenerOptions.tcp("echo", 0, new LengthFraming(100)),
                                      route))))
              .port();
      byte[] frame = {0, 0, 0, 3, 'a', 'b', 'c'};
      for (int i = 0; i < 4; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.getOutputStream().write(frame);
          assertArrayEquals(frame, socket.getInputStream().readNBytes(frame.length));
        }
      }
      assertEquals(
          Map.of("service", "vert.x-acceptor-thread-", "connection", "vert.x-eventloop-thread-"),
          threads);
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
