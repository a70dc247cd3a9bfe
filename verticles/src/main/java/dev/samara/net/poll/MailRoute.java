package dev.samara.net.poll;

import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import java.util.Optional;

/** Gives a mailbox the connections of a listener or connector. */
record MailRoute(Mailbox mailbox, Optional<Doorkeeper> doorkeeper, boolean dials) implements Route {

  @Override
  public String name() {
    return "mailbox";
  }

  @Override
  public Session open(Session.Control control) {
    return doorkeeper.isPresent()
        ? mailbox.openApart(control, dials, doorkeeper.get())
        : mailbox.open(control, dials);
  }

  @Override
  public Route dialled() {
    return new MailRoute(mailbox, doorkeeper, true);
  }
}
