package dev.samara.net.testkit;

import dev.samara.codec.Framing;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubOptions;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A hub for one test: connections in memory, time limits by a clock that the test moves, and a
 * balance that is asserted when it is closed. Everything else is as in a node, event loops and
 * virtual threads included. Used by the test's thread; its methods block.
 *
 * <p>Without {@link ManualClock#advance} no time limit of a connection is ever over. After it the
 * event loops notice within 100 ms.
 */
public final class TestHub implements AutoCloseable {

  private static final int EVENT_LOOPS = 2;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
  private final Hub hub =
      Await.result(Hub.start(vertx, "test", HubOptions.defaults().withNanoClock(clock)));
  private int names;

  private TestHub() {}

  /**
   * Starts a Vert.x of its own with two event loops, and a hub on it.
   *
   * @return the hub; the test closes it
   */
  public static TestHub start() {
    return new TestHub();
  }

  /**
   * The hub itself.
   *
   * @return the hub
   */
  public Hub hub() {
    return hub;
  }

  /**
   * Where it runs, and where services are to be deployed.
   *
   * @return the Vert.x, which is closed with this
   */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * The clock of all time limits.
   *
   * @return the clock
   */
  public ManualClock clock() {
    return clock;
  }

  /**
   * Listens in memory. More than one peer may {@link #dial} it.
   *
   * @param framing how messages are cut out of the stream
   * @param route under test
   * @return the listener
   */
  public Listener listen(Framing framing, Route route) {
    return listen(ConnectionOptions.of(framing), route);
  }

  /**
   * The same with limits of the connections.
   *
   * @param options framing, credit, queue and time limits of the route's end
   * @param route under test
   * @return the listener
   */
  public Listener listen(ConnectionOptions options, Route route) {
    var name = "memory-" + names++;
    return Await.result(
        hub.listen(ListenerOptions.memory(name, options.framing()).withConnection(options), route));
  }

  /**
   * Connects to a listener of {@link #listen}.
   *
   * @param listener the listener
   * @param framing how the peer cuts messages out of the stream: the route's, if they are to
   *     understand each other
   * @return the peer, connected
   */
  public TestPeer dial(Listener listener, Framing framing) {
    var options =
        ConnectorOptions.memory("peer-" + names++, listener.name(), ConnectionOptions.of(framing));
    var peer = new TestPeer();
    peer.connected(Await.result(hub.connect(options, Routes.handler(peer::inbox))));
    return peer;
  }

  /**
   * Listens and connects at once.
   *
   * @param framing how messages are cut out of the stream
   * @param route under test
   * @return the only peer of the route
   */
  public TestPeer connect(Framing framing, Route route) {
    return dial(listen(framing, route), framing);
  }

  /**
   * Waits until every message that was handed to the hub, in either direction, has had its outcome.
   *
   * @throws AssertionError if one has none in time, or the sums are not right; says which figures
   */
  public void awaitBalance() {
    try {
      Await.until("balanced", () -> figures().values().stream().allMatch(TestHub::isSettled));
    } catch (AssertionError unsettled) {
      throw new AssertionError("not every message has its outcome: " + figures(), unsettled);
    }
  }

  private Map<String, ListenerFigures> figures() {
    return Await.result(hub.figures());
  }

  private static boolean isSettled(ListenerFigures figures) {
    return isSettled(figures.in()) && isSettled(figures.out());
  }

  private static boolean isSettled(Balance balance) {
    return balance.addsUp() && balance.inFlight() == 0;
  }

  /**
   * Ends all connections in order, asserts the balance, and closes the Vert.x.
   *
   * @throws AssertionError if a message has no outcome
   */
  @Override
  public void close() {
    try {
      var drained = hub.drain(DRAIN);
      try {
        drained.toCompletionStage().toCompletableFuture().get(DRAIN.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException stuck) {
        // Nobody else moves the clock on to where the hub gives up.
        clock.advance(DRAIN.plus(DRAIN));
        Await.result(drained);
      }
      awaitBalance();
    } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
      throw new AssertionError("the hub does not drain", failed);
    } finally {
      Await.result(vertx.close());
    }
  }
}
