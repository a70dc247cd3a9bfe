package dev.samara.net.logging;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRules;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Refuses one peer, which is something to log, and ends. */
public final class LoggingProcess {

  private LoggingProcess() {}

  /**
   * Runs and ends.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    var vertx = Vertx.vertx();
    var hub = get(Hub.start(vertx, "child"));
    var access = AccessOptions.defaults().withRules(AccessRules.of("deny"));
    var listener =
        get(
            hub.listen(
                ListenerOptions.tcp("lines", 0, new LineFraming(100)).withAccess(access),
                Routes.handler(() -> Connection::post)));
    try (var client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      System.out.println("end " + client.getInputStream().read());
    }
    get(vertx.close());
    System.out.println("done");
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
