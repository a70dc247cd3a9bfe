package dev.samara.net.route;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

record HandlerRoute(String name, Supplier<? extends ConnectionHandler> handlers) implements Route {

  @Override
  public Session open(Session.Control control) {
    return new HandlerSession(control, handlers.get());
  }

  private static final class HandlerSession implements Session {

    private final Control control;
    private final ConnectionHandler handler;
    private boolean handling;

    /** Completes with what was read together with the message that is handled. */
    private Optional<Promise<List<Buffer>>> leaving = Optional.empty();

    HandlerSession(Control control, ConnectionHandler handler) {
      this.control = control;
      this.handler = handler;
    }

    @Override
    public void opened() {
      handler.connected(control);
    }

    @Override
    public void connectFailed(Event.ConnectFinished event) {
      handler.connectFailed(event);
    }

    @Override
    public void messages(List<Buffer> messages) {
      var done = 0;
      handling = true;
      try {
        while (done < messages.size() && leaving.isEmpty()) {
          handler.message(control, messages.get(done));
          done++;
        }
      } finally {
        handling = false;
        control.handled(done);
      }
      if (leaving.isPresent()) {
        leaving.get().complete(List.copyOf(messages.subList(done, messages.size())));
      }
    }

    @Override
    public Future<List<Buffer>> leave() {
      if (!handling) {
        return Future.succeededFuture(List.of());
      }
      leaving = Optional.of(Promise.promise());
      return leaving.get().future();
    }

    @Override
    public boolean stream(MessageStream message) {
      return handler.stream(message);
    }

    @Override
    public boolean idle() {
      return handler.idle(control);
    }

    @Override
    public void outputEmpty() {
      handler.outputEmpty(control);
    }

    @Override
    public void rejected(Event.MessageRejected event) {
      handler.rejected(event);
    }

    @Override
    public void closed(Event.Disconnected event) {
      handler.disconnected(event);
    }
  }
}
