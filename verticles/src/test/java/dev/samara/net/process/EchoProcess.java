package dev.samara.net.process;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Notice;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.SocketOptions;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo of lines that says on standard output where it listens, and what it notices. */
public final class EchoProcess {

  private EchoProcess() {}

  /**
   * Runs until killed, or over standard input and output until they end.
   *
   * @param args nio or epoll, then a port or stdio
   */
  public static void main(String[] args) throws Exception {
    // Classes in folders, unlike those in jars, need a file each to be loaded.
    List.of(new Notice.AcceptSuspended("", ""), new Notice.AcceptResumed(""));
    var transport = args[0].equals("nio") ? Transport.NIO : Transport.EPOLL;
    var vertx = Vertx.builder().withTransport(transport).build();
    var hub = get(Hub.start(vertx, "child"));
    hub.observeNotices(notice -> {
      switch (notice) {
        case Notice.AcceptSuspended suspended -> System.out.println("suspended");
        case Notice.AcceptResumed resumed -> System.out.println("resumed");
        default -> System.out.println(notice);
      }
    });
    ConnectionHandler echo = Connection::post;
    var framing = new LineFraming(64 * 1024);
    if (args[1].equals("stdio")) {
      var listener =
          get(hub.listen(ListenerOptions.stdio("stdio", framing), Routes.handler(() -> echo)));
      awaitEnd(hub, listener.name());
      get(vertx.close());
      return;
    }
    var options =
        ListenerOptions.tcp("lines", Integer.parseInt(args[1]), framing)
            .withSocket(SocketOptions.defaults().withReusePort(!args[0].equals("nio")));
    System.out.println("port " + get(hub.listen(options, Routes.handler(() -> echo))).port());
  }

  private static void awaitEnd(Hub hub, String listener) throws Exception {
    while (get(hub.figures()).get(listener).open() > 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
