package dev.samara.net.route;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Supplier;

record HandlerRoute(String name, Supplier<? extends ConnectionHandler> handlers) implements Route {

  @Override
  public Session open(Session.Control control) {
    return new HandlerSession(control, handlers.get());
  }

  private record HandlerSession(Control control, ConnectionHandler handler) implements Session {

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
      try {
        for (var message : messages) {
          handler.message(control, message);
          done++;
        }
      } finally {
        control.handled(done);
      }
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
