package dev.samara.net.access;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.lifecycle.DelegatingSession;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record GuardedRoute(Route inner, AccessRules rules) implements Route {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Map<String, Long> refusals(String listener) {
    return inner.refusals(listener);
  }

  @Override
  public Map<String, Long> figures() {
    return inner.figures();
  }

  @Override
  public Session open(Session.Control control) {
    return new GuardedSession(this, control);
  }

  private static final class GuardedSession extends DelegatingSession {

    private final GuardedRoute route;
    private final Control control;

    /** The name the rules have allowed. */
    private Optional<String> allowed = Optional.empty();

    GuardedSession(GuardedRoute route, Control control) {
      this.route = route;
      this.control = control;
    }

    @Override
    public void opened() {
      if (mayPass()) {
        openInner(route.inner.open(control));
      }
    }

    @Override
    public void messages(List<Buffer> messages) {
      var unchanged = control.client().equals(allowed);
      if (hasInner() && (unchanged || mayPass())) {
        super.messages(messages);
      } else {
        control.refused(messages.size());
      }
    }

    private boolean mayPass() {
      var client = control.client();
      var verdict = route.rules.judge(control.peer(), client);
      if (verdict.allowed()) {
        allowed = client;
        return true;
      }
      control.fail(
          Cause.TURNED_AWAY,
          "%s may not use the route '%s': %s"
              .formatted(client.orElse("a client without a name"), route.name(), verdict.reason()));
      return false;
    }
  }
}
