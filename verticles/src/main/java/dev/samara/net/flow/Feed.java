package dev.samara.net.flow;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The messages of one connection for several subscribers, each at its own pace: every subscriber
 * gets every message from the moment at which it came in. A message counts as dealt with when all
 * subscribers have had it, so the slowest one and the connection's credit bound what is kept. As
 * long as there is no subscriber, messages wait for the first one.
 *
 * <p>Any thread may call any method; subscribers are called on the connection's event loop.
 */
public final class Feed {

  private final Session.Control control;

  // Owned by the event loop:
  private final List<FeedStream> streams = new ArrayList<>();

  /** Messages that somebody has not had; the first one has the number {@code first}. */
  private final ArrayList<Buffer> kept = new ArrayList<>();

  private long first;
  private boolean ended;
  private boolean serving;
  private boolean again;

  private Feed(Session.Control control) {
    this.control = control;
  }

  /**
   * The route to such feeds.
   *
   * @param opened called on the event loop with the feed of each new connection
   * @return the route
   */
  public static Route route(Consumer<Feed> opened) {
    return new FeedRoute(opened);
  }

  private record FeedRoute(Consumer<Feed> opened) implements Route {

    @Override
    public String name() {
      return "feed";
    }

    @Override
    public Session open(Session.Control control) {
      return new Feed(control).new FeedSession(opened);
    }
  }

  /**
   * The connection.
   *
   * @return the connection
   */
  public Connection connection() {
    return control;
  }

  /**
   * Subscribes. From another thread a subscription begins when the event loop gets to it.
   *
   * @return a stream that flows as soon as it has a handler, unless it is paused; it gets the
   *     messages from then on, a copy of each. Setting the handler to null ends the subscription.
   *     Its end handler is called when no more will come and it has had all
   */
  public ReadStream<Buffer> subscribe() {
    return new FeedStream(this);
  }

  /** Any thread: runs on the event loop, at once if this is it. */
  void run(Runnable task) {
    var context = (ContextInternal) control.context();
    if (context.nettyEventLoop().inEventLoop()) {
      task.run();
    } else {
      context.runOnContext(_ -> task.run());
    }
  }

  /** The number of the next message a new subscriber gets. */
  void add(FeedStream stream) {
    stream.startAt(streams.isEmpty() ? first : first + kept.size());
    streams.add(stream);
    serve();
  }

  void remove(FeedStream stream) {
    streams.remove(stream);
    serve();
  }

  /** Gives each subscriber what it wants; who is called may ask again, which does not recurse. */
  void serve() {
    again = true;
    if (serving) {
      return;
    }
    serving = true;
    try {
      while (again) {
        again = false;
        List.copyOf(streams).forEach(stream -> stream.take(kept, first));
        forgetWhatAllHaveHad();
        if (ended) {
          List.copyOf(streams).forEach(stream -> stream.endAt(first + kept.size()));
        }
      }
    } catch (RuntimeException e) {
      control.refused(Session.Control.ALL);
      control.fail("a subscriber failed: " + e);
    } finally {
      serving = false;
    }
  }

  private void forgetWhatAllHaveHad() {
    var least = streams.stream().mapToLong(FeedStream::next).min().orElse(first);
    var had = (int) (least - first);
    if (had > 0) {
      kept.subList(0, had).clear();
      first = least;
      control.handled(had);
    }
  }

  /** The connection's side. */
  private final class FeedSession implements Session {

    private final Consumer<Feed> opened;

    FeedSession(Consumer<Feed> opened) {
      this.opened = opened;
    }

    @Override
    public void opened() {
      opened.accept(Feed.this);
    }

    @Override
    public Future<List<Buffer>> leave() {
      return Future.failedFuture(
          new IllegalStateException("who reads the connection of a feed keeps it"));
    }

    @Override
    public void messages(List<Buffer> messages) {
      kept.addAll(messages);
      serve();
    }

    @Override
    public void inputEnded() {
      ended = true;
      serve();
    }

    @Override
    public void closed(Event.Disconnected event) {
      ended = true;
      serve();
    }
  }
}
