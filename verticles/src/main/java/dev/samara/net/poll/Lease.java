package dev.samara.net.poll;

import java.util.ArrayList;
import java.util.List;

/** The connections whose news is in one batch, until that has been dealt with. Any thread. */
final class Lease {

  private record Part(MailSession session, int messages, int moves) {}

  private List<Part> parts = new ArrayList<>();

  synchronized void add(MailSession session, int messages, int moves) {
    parts.add(new Part(session, messages, moves));
  }

  void end() {
    List<Part> ended;
    synchronized (this) {
      ended = parts;
      parts = List.of();
    }
    ended.forEach(part -> part.session.dealtWith(part.messages, part.moves));
  }
}
