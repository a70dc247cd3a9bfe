package dev.samara.examples.doubler;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;

/**
 * Answers each number with its double. Try {@code printf '21\n' | nc -N 127.0.0.1 7421}. What is no
 * number gets an answer that says so, and the next line is read.
 */
public final class Doubler implements ConnectionHandler {

  /** No number has more digits, so that none costs more than microseconds. */
  private static final int MAX_LINE_BYTES = 1_000;

  /** Makes the service, which keeps nothing: one is enough for all connections. */
  public Doubler() {}

  /**
   * Listens on port 7421.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    var vertx = Vertx.vertx();
    start(vertx, 7421)
        .onSuccess(_ -> System.out.println("doubler on 7421"))
        .onFailure(cause -> {
          System.err.println(cause.getMessage());
          vertx.close();
        });
  }

  /**
   * Starts it.
   *
   * @param vertx where it runs
   * @param port the port; 0 for any
   * @return the hub that has it
   */
  public static Future<Hub> start(Vertx vertx, int port) {
    var doubler = new Doubler();
    var options = ListenerOptions.tcp("doubler", port, new LineFraming(MAX_LINE_BYTES));
    return Hub.start(vertx, "doubler")
        .compose(hub -> hub.listen(options, Routes.handler(() -> doubler)).map(hub));
  }

  @Override
  public void message(Connection connection, Buffer message) {
    connection.post(Buffer.buffer(twice(message.toString().strip())));
  }

  private static String twice(String text) {
    try {
      return new BigInteger(text).shiftLeft(1).toString();
    } catch (NumberFormatException e) {
      return "'%s' (expected: a whole number)".formatted(text);
    }
  }
}
