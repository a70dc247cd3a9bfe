package dev.samara.net.poll;

import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import java.util.Optional;

/** Gives a mailbox the connections of a listener or connector. */
record MailRoute(Mailbox mailbox, Optional<Doorkeeper> doorkeeper) implements Route {

  @Override
  public String name() {
    return "mailbox";
  }

  @Override
  public Session open(Session.Control control) {
    return doorkeeper.isPresent()
        ? mailbox.openApart(control, doorkeeper.get())
        : mailbox.open(control);
  }
}
