package dev.samara.net.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.UndeliveredException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** One connection, the numbered messages given to it, and what became of each. Any thread. */
final class Tracked {

  /** What a message's future says; a message that left is flushed. */
  enum Fate {
    FLUSHED,
    INCOMPLETE,
    RETURNED,
    REJECTED
  }

  /** Begins the message that tells a peer which connection it is. */
  static final String GREETING = "serial ";

  final Connection connection;
  private final List<Future<Void>> sent = new ArrayList<>();

  /** What the peer got whole, in order; set by the peer when it has ended. */
  private List<Integer> received = List.of();

  private boolean readToItsEnd;

  Tracked(Connection connection) {
    this.connection = connection;
  }

  /** Sends the next number; in the order of the numbers whatever the threads. */
  synchronized void send(int padding) {
    sent.add(connection.send(Buffer.buffer(sent.size() + " " + "x".repeat(padding))));
  }

  static int numberOf(String line) {
    return Integer.parseInt(line.substring(0, line.indexOf(' ')));
  }

  /** A peer has ended: what it got whole, and whether an orderly end came after that. */
  synchronized void peerEnded(List<Integer> numbers, boolean orderly) {
    received = numbers;
    readToItsEnd = orderly;
  }

  synchronized boolean isSettled() {
    return connection.closed().isComplete() && sent.stream().allMatch(Future::isComplete);
  }

  synchronized List<Fate> fates() {
    return sent.stream().map(Tracked::fate).toList();
  }

  private static Fate fate(Future<Void> sent) {
    return sent.succeeded()
        ? Fate.FLUSHED
        : Fate.valueOf(((UndeliveredException) sent.cause()).outcome().name());
  }

  /** What the peer got was sent, in order and once; what came back is what was not sent. */
  synchronized void check() {
    var end = connection.closed().result();
    var hint = connection.id() + ", " + end.reason() + ": ";
    var fates = fates();
    var flushed = numbers(fates, Fate.FLUSHED);
    var incomplete = numbers(fates, Fate.INCOMPLETE);
    var returned = numbers(fates, Fate.RETURNED);
    assertEquals(returned, numbers(end.queued()), hint + "queued");
    assertEquals(incomplete, numbers(end.incomplete().stream().toList()), hint + "incomplete");
    assertTrue(incomplete.size() <= 1, hint + incomplete);
    var sequence = new ArrayList<>(flushed);
    sequence.addAll(incomplete);
    sequence.addAll(returned);
    assertEquals(sequence.stream().sorted().toList(), sequence, hint + "order of outcomes");
    assertEquals(
        flushed.subList(0, Math.min(received.size(), flushed.size())), received, hint + "received");
    if (readToItsEnd) {
      assertEquals(flushed.size(), received.size(), hint + "all that was flushed arrives");
    }
  }

  private static List<Integer> numbers(List<Fate> fates, Fate wanted) {
    var numbers = new ArrayList<Integer>();
    for (var i = 0; i < fates.size(); i++) {
      if (fates.get(i) == wanted) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  private static List<Integer> numbers(List<Buffer> messages) {
    return messages.stream()
        .map(Buffer::toString)
        .filter(message -> !message.startsWith(GREETING))
        .map(Tracked::numberOf)
        .toList();
  }

  /** How often each fate befell a message, for comparison with a listener's balance. */
  static long count(List<Tracked> all, Fate fate) {
    return all.stream()
        .mapToLong(each -> each.fates().stream().filter(f -> f == fate).count())
        .sum();
  }
}
