package dev.samara.net.transport;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.util.Objects;
import java.util.stream.Stream;

/** What serves the event loops of a Vert.x. Any thread. */
public final class EventLoops {

  private static final String NIO = "nio";

  private EventLoops() {}

  /**
   * What serves the event loops.
   *
   * @param vertx the Vert.x
   * @return nio, epoll, io_uring or kqueue
   */
  public static String transportName(Vertx vertx) {
    var active = ((VertxInternal) vertx).transport().getClass();
    return Stream.of(Transport.EPOLL, Transport.IO_URING, Transport.KQUEUE)
        .filter(Objects::nonNull)
        .filter(transport -> transport.implementation().getClass() == active)
        .map(Transport::name)
        .findFirst()
        .orElse(NIO);
  }

  static boolean isEpoll(Vertx vertx) {
    return transportName(vertx).equals("epoll");
  }

  static boolean isNative(Vertx vertx) {
    return !transportName(vertx).equals(NIO);
  }

  /**
   * Checks that an option can have an effect: the JDK takes it and does nothing with it.
   *
   * @param vertx the Vert.x
   * @param option the option's name
   * @throws IllegalStateException if the event loops run on nio
   */
  public static void requireNative(Vertx vertx, String option) {
    if (!isNative(vertx)) {
      throw new IllegalStateException(
          "%s: true (expected: false, as the event loops run on nio; it needs epoll, io_uring or"
                  .formatted(option)
              + " kqueue)");
    }
  }
}
