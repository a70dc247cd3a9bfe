package dev.samara.net.route;

import dev.samara.codec.value.Codec;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.flow.Feed;
import dev.samara.net.job.JobQueue;
import dev.samara.net.poll.Doorkeeper;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.read.AsyncByteReader;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The routes to choose from. */
public final class Routes {

  /** How long a bus route waits for an answer unless told otherwise. */
  public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private Routes() {}

  /**
   * Messages go to a handler on the connection's event loop: the fastest.
   *
   * @param handlers asked once for each connection; may give the same handler each time
   * @return the route
   */
  public static Route handler(Supplier<? extends ConnectionHandler> handlers) {
    return handler("handler", handlers);
  }

  /**
   * As {@link #handler(Supplier)}, with a name of its own.
   *
   * @param name what listings show
   * @param handlers asked once for each connection; may give the same handler each time
   * @return the route
   */
  public static Route handler(String name, Supplier<? extends ConnectionHandler> handlers) {
    return new HandlerRoute(name, handlers);
  }

  /**
   * Messages go as objects to a handler on the connection's event loop. Bytes that are no such
   * object close the connection.
   *
   * @param codec makes objects of messages, and messages of objects
   * @param handlers asked once for each connection; may give the same handler each time
   * @param <T> the messages
   * @return the route
   */
  public static <T> Route typed(Codec<T> codec, Supplier<? extends TypedHandler<T>> handlers) {
    return new HandlerRoute(
        "handler:" + codec.name(), () -> new TypedAdapter<>(codec, handlers.get()));
  }

  /**
   * The messages of one read travel as one bus message to a {@link MessageService}, on this node if
   * there is one, else on another; answers come back in order. Nobody there, or no answer in {@link
   * #DEFAULT_ANSWER_TIMEOUT}: the connection is closed with that reason.
   *
   * @param vertx the Vert.x whose bus is meant
   * @param address the bus address
   * @return the route
   */
  public static Route bus(Vertx vertx, String address) {
    return bus(vertx, address, DEFAULT_ANSWER_TIMEOUT);
  }

  /**
   * As {@link #bus(Vertx, String)}.
   *
   * @param vertx the Vert.x whose bus is meant
   * @param address the bus address
   * @param answerTimeout how long to wait for an answer; positive
   * @return the route
   */
  public static Route bus(Vertx vertx, String address, Duration answerTimeout) {
    return new BusRoute(vertx, address, answerTimeout);
  }

  /**
   * Each message travels as a bus message of its own, a Buffer, to any consumer that replies with a
   * Buffer or a String: for services that know nothing of Samara. Replies are sent in order. Costs
   * about ten times as much as {@link #bus(Vertx, String)} when many messages are in flight.
   *
   * @param vertx the Vert.x whose bus is meant
   * @param address the bus address
   * @param answerTimeout how long to wait for a reply; positive
   * @return the route
   */
  public static Route busEach(Vertx vertx, String address, Duration answerTimeout) {
    return new PlainBusRoute(vertx, address, answerTimeout);
  }

  /**
   * Each connection gets a virtual thread that runs straight-line code.
   *
   * @param conversation the code, run once for each connection
   * @return the route
   */
  public static Route thread(Conversation conversation) {
    return new ThreadRoute(conversation);
  }

  /**
   * Messages are handled by jobs on a queue, in order for each connection, one job at a time; other
   * connections' jobs run beside it. While the queue is full, connections wait and are no longer
   * read; when it is closed, they are closed as well.
   *
   * @param queue where the jobs run
   * @param tag under which they take turns with the queue's other jobs
   * @param handler called for each message on a thread of the queue; may block
   * @return the route
   */
  public static Route jobs(JobQueue queue, String tag, MessageJob handler) {
    return new JobRoute(queue, tag, handler);
  }

  /**
   * What happens to the connections is gathered for threads that ask for it: the style of a game
   * loop.
   *
   * @param mailbox where it is gathered
   * @return the route
   */
  public static Route poll(Mailbox mailbox) {
    return mailbox.route();
  }

  /**
   * As {@link #poll(Mailbox)}, for newcomers that must say who they are first.
   *
   * @param mailbox where it is gathered
   * @param doorkeeper meets each newcomer on a virtual thread of its own, before the mailbox is
   *     told of it
   * @return the route
   */
  public static Route poll(Mailbox mailbox, Doorkeeper doorkeeper) {
    return mailbox.route(doorkeeper);
  }

  /**
   * Bytes without messages are read piece by piece, with futures; for the raw framing.
   *
   * @param maxBytes the longest piece that may be asked for, 1 to 1 GiB
   * @param opened called on the event loop with the reader of each new connection
   * @return the route
   */
  public static Route bytes(int maxBytes, Consumer<AsyncByteReader> opened) {
    return AsyncByteReader.route(maxBytes, opened);
  }

  /**
   * Messages go to several subscribers, each at its own pace.
   *
   * @param opened called on the event loop with the feed of each new connection
   * @return the route
   */
  public static Route feed(Consumer<Feed> opened) {
    return Feed.route(opened);
  }

  /**
   * Each connection gets a route of its own choice when it opens: one for named clients and a
   * default for unknown ones, say, or one for each address.
   *
   * @param name what listings show
   * @param choice asked on the event loop; if it throws, the connection is closed
   * @return the route
   */
  public static Route choose(String name, Function<Connection, Route> choice) {
    return new ChoiceRoute(name, choice);
  }
}
