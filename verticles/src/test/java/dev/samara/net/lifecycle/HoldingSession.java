package dev.samara.net.lifecycle;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Deals with nothing, and writes down what it is told. */
final class HoldingSession implements Session {

  final List<String> told = new ArrayList<>();

  @Override
  public void messages(List<Buffer> messages) {
    told.add(messages.size() + " messages");
  }

  @Override
  public void outputEmpty() {
    told.add("empty");
  }

  @Override
  public void rejected(Event.MessageRejected event) {
    told.add("rejected " + event.message() + ": " + event.reason());
  }

  @Override
  public void closed(Event.Disconnected event) {
    told.add("closed " + event.queued());
  }
}
