package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.examples.chat.ChatRoom;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRoomTest {

  private final Vertx vertx = Vertx.vertx();
  private final Hub hub = await(Hub.start(vertx, "one"));

  private final int port = openRoom(hub);

  private int openRoom(Hub where) {
    var options = ListenerOptions.tcp("chat", 0, new LineFraming(1_024));
    return await(ChatRoom.open(vertx, where).compose(route -> where.listen(options, route))).port();
  }

  @AfterEach
  void everyMessageHasItsOutcome() {
    Hubs.assertSettled(hub);
    await(vertx.close());
  }

  private static LineClient join(int port, String name) {
    var client = new LineClient(port).write(name + "\n");
    assertEquals("* " + name + " joined", client.read());
    return client;
  }

  @Test
  void everybodyGetsEverybodysLinesAndTheirOwn() {
    try (var ann = join(port, "ann");
        var bob = join(port, "bob")) {
      assertEquals("* bob joined", ann.read());
      ann.write("hello\n");
      assertEquals("ann: hello", ann.read());
      assertEquals("ann: hello", bob.read());
      bob.write("grüß dich, ann\r\n");
      assertEquals("bob: grüß dich, ann", ann.read());
      assertEquals("bob: grüß dich, ann", bob.read());
      assertEquals(4, await(hub.figures()).get("chat").in().flushed());
    }
  }

  @Test
  void linesInOneWriteWithTheNameAreSaidInOrder() {
    try (var ann = new LineClient(port).write("ann\none\ntwo\n\n")) {
      assertEquals("* ann joined", ann.read());
      assertEquals("ann: one", ann.read());
      assertEquals("ann: two", ann.read());
      assertEquals("ann: ", ann.read());
    }
  }

  @Test
  void aStrangerHearsNothingBeforeItsName() {
    try (var ann = join(port, "ann");
        var stranger = new LineClient(port)) {
      ann.write("anybody there?\n");
      assertEquals("ann: anybody there?", ann.read());
      stranger.write("bob\n");
      assertEquals("* bob joined", stranger.read());
    }
  }

  @Test
  void aTakenNameIsRefusedAndItsOwnerKeepsIt() {
    try (var ann = join(port, "ann");
        var other = new LineClient(port).write("ann\n")) {
      assertEquals("! the name 'ann' is taken", other.read());
      assertEquals("<end>", other.read());
      ann.write("still here\n");
      assertEquals("ann: still here", ann.read());
      assertEquals(1, hub.clients().all().size());
    }
  }

  @Test
  void aRefusedOneCannotJoinWithTheNextLineOfTheSameWrite() {
    try (var ann = join(port, "ann");
        var other = new LineClient(port).write("ann\nbob\nhello\n")) {
      assertEquals("! the name 'ann' is taken", other.read());
      assertEquals("<end>", other.read());
      ann.write("alone\n");
      assertEquals("ann: alone", ann.read());
      assertEquals(java.util.Set.of("ann"), hub.clients().all().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        ".hidden",
        "a/b",
        "jürgen",
        "a234567890123456789012345678901234567890123456789012345678901234567890"
      })
  void aMalformedNameIsRefusedWithOneLine(String name) {
    try (var client = new LineClient(port).write(name + "\n")) {
      assertEquals(
          "! client name: '%s' (expected: 1 to 64 letters, digits, '.', '-' or '_')"
              .formatted(name),
          client.read());
      assertEquals("<end>", client.read());
      assertTrue(hub.clients().all().isEmpty());
    }
  }

  /** Repeated, since the name was once free only a moment after it was told. */
  @RepeatedTest(20)
  void leavingIsToldAndFreesTheName() {
    try (var ann = join(port, "ann")) {
      var bob = join(port, "bob");
      assertEquals("* bob joined", ann.read());
      bob.close();
      assertEquals("* bob left", ann.read());
      try (var again = join(port, "bob")) {
        again.write("back\n");
        assertEquals("bob: back", again.read());
      }
    }
  }

  @Test
  void twoNodesOnOneBusShareTheRoom() {
    var elsewhere = await(Hub.start(vertx, "two"));
    var otherPort = openRoom(elsewhere);
    try (var ann = join(port, "ann");
        var bob = join(otherPort, "bob")) {
      assertEquals("* bob joined", ann.read());
      ann.write("from one\n");
      assertEquals("ann: from one", ann.read());
      assertEquals("ann: from one", bob.read());
      bob.write("from two\n");
      assertEquals("bob: from two", ann.read());
      assertEquals("bob: from two", bob.read());
    }
    Hubs.assertSettled(elsewhere);
  }
}
