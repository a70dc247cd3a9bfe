package dev.samara.net.route;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import java.util.function.Function;

record ChoiceRoute(String name, Function<Connection, Route> choice) implements Route {

  @Override
  public Session open(Session.Control control) {
    return choice.apply(control).open(control);
  }

  @Override
  public Route dialled() {
    return new ChoiceRoute(name, connection -> choice.apply(connection).dialled());
  }
}
