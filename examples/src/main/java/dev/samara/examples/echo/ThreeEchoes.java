package dev.samara.examples.echo;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A program of its own: three echoes on three ports, one in each style. Try {@code printf 'hello\n'
 * | nc -N 127.0.0.1 7411}.
 */
public final class ThreeEchoes {

  private ThreeEchoes() {}

  /**
   * Starts the three on ports 7411, 7412 and 7413.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    var vertx = Vertx.vertx();
    start(vertx, 7411)
        .onSuccess(_ -> System.out.println("handler on 7411, bus on 7412, thread on 7413"))
        .onFailure(cause -> {
          System.err.println(cause.getMessage());
          vertx.close();
        });
  }

  /**
   * Starts the three on consecutive ports.
   *
   * @param vertx where they run
   * @param firstPort the first port; 0 for any three
   * @return the hub that has them
   */
  public static Future<Hub> start(Vertx vertx, int firstPort) {
    var handler = new EchoHandler();
    return vertx
        .deployVerticle(new EchoVerticle())
        .compose(_ -> Hub.start(vertx, "echoes"))
        .compose(hub ->
            lines(hub, "handler", firstPort, 0, Routes.handler(() -> handler))
                .compose(_ -> lines(hub, "bus", firstPort, 1, bus(vertx)))
                .compose(_ -> lines(hub, "thread", firstPort, 2, thread()))
                .map(hub));
  }

  private static Route bus(Vertx vertx) {
    return Routes.bus(vertx, EchoVerticle.ADDRESS);
  }

  private static Route thread() {
    return Routes.thread(new EchoConversation());
  }

  private static Future<Listener> lines(
      Hub hub, String name, int firstPort, int offset, Route route) {
    var port = firstPort == 0 ? 0 : firstPort + offset;
    return hub.listen(
        ListenerOptions.tcp(name, port, new LineFraming(LineFraming.DEFAULT_MAX_LINE_BYTES)),
        route);
  }
}
