package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static dev.samara.net.MailboxTest.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Event;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.poll.Separate;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Connections that are met, asked about, and read apart before they join the others. */
class NewcomersTest {

  private static final Duration LONG = Duration.ofSeconds(HubFixture.WAIT_SECONDS);

  private static ListenerOptions lines() {
    return ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
  }

  private static List<String> gather(MailboxTest.Poll poll, int count) {
    var texts = new ArrayList<String>();
    while (texts.size() < count) {
      var batch = waitFor(poll);
      batch.messages().values().forEach(list -> list.forEach(text -> texts.add(text.toString())));
      batch.done();
    }
    return texts;
  }

  @Test
  void unreadNewsMovesInOrderAndWhoWaitsIsTold() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.create();
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = mailbox.poll(LONG).newcomers().getFirst().connection();
        var separate = mailbox.separate(connection);
        client.write("1\n2\n3\n4\n");
        eventually("read", () -> fixture.figures("lines").in().accepted() == 4);
        assertTrue(mailbox.poll(Duration.ZERO).isEmpty());
        var one = separate.pollOne(LONG);
        assertEquals("1", one.messages().get(connection).getFirst().toString());
        var two = separate.pollOne(LONG);
        assertEquals(
            List.of(new Event.MessageReceived(connection, Buffer.buffer("2"))), two.events());
        separate.merge();
        separate.merge();
        assertEquals(Batch.State.MERGED, separate.poll(LONG).state());
        client.write("5\n");
        assertEquals(List.of("3", "4", "5"), gather(mailbox::poll, 3));
      }
    }
  }

  @Test
  void aBlockedPollerEndsWhenItsConnectionIsMerged() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.create();
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var client = RawClient.tcp(listener.port())) {
        var separate = mailbox.separate(mailbox.poll(LONG).newcomers().getFirst().connection());
        var blocked = List.of(polling(separate), polling(separate));
        separate.merge();
        for (var poller : blocked) {
          var batch = FaultTest.get(poller);
          assertEquals(Batch.State.MERGED, batch.state());
          assertTrue(batch.isEmpty());
        }
        client.write("here\n");
        assertEquals(List.of("here"), gather(mailbox::poll, 1));
      }
    }
  }

  private static CompletableFuture<Batch> polling(Separate separate) {
    var polled = new CompletableFuture<Batch>();
    var thread = Thread.ofVirtual().start(() -> polled.complete(waitFor(separate::poll)));
    eventually("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return polled;
  }

  @Test
  void readApartTheEndOfTheConnectionIsTheEnd() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.create();
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = mailbox.poll(LONG).newcomers().getFirst().connection();
        var separate = mailbox.separate(connection);
        client.write("last\n").endOutput();
        assertEquals(List.of("last"), gather(separate::poll, 1));
        assertEquals(1, separate.poll(LONG).disconnected().size());
        assertEquals(Batch.State.ENDED, separate.poll(LONG).state());
        assertEquals(Batch.State.ENDED, mailbox.separate(connection).poll(LONG).state());
        assertTrue(mailbox.poll(Duration.ZERO).isEmpty());
      }
    }
  }

  @Test
  void aDoorkeeperNamesNewcomersBeforeTheOthersHearOfThem() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.create();
      var route =
          Routes.poll(
              mailbox,
              newcomer -> {
                newcomer.connection().send(Buffer.buffer("name?"));
                for (var batch = newcomer.pollOne(LONG);
                    batch.state() == Batch.State.OPEN;
                    batch = newcomer.pollOne(LONG)) {
                  for (var name : batch.messages().getOrDefault(newcomer.connection(), List.of())) {
                    if (!fixture
                        .hub
                        .clients()
                        .claim(name.toString(), newcomer.connection())
                        .given()) {
                      throw new IllegalStateException("the name is taken");
                    }
                    newcomer.merge();
                    return;
                  }
                }
              });
      var listener = fixture.listen(lines(), route);
      try (var ann = RawClient.tcp(listener.port());
          var other = RawClient.tcp(listener.port())) {
        // The line after the name comes in the same read, and goes where it belongs.
        ann.write("ann\nhello\n");
        var batch = mailbox.poll(LONG);
        assertEquals("ann", batch.expected().getFirst().name().orElseThrow());
        assertEquals(List.of(), batch.unknown());
        if (batch.messages().isEmpty()) {
          assertEquals(List.of("hello"), gather(mailbox::poll, 1));
        } else {
          assertEquals("hello", batch.messages().values().iterator().next().getFirst().toString());
        }
        assertEquals("name?", ann.readLine());
        assertEquals("name?\n", other.write("ann\nrude\n").readToEnd());
        assertEquals(0, mailbox.poll(Duration.ZERO).newcomers().size());
      }
      try (var silent = RawClient.tcp(listener.port())) {
        assertEquals("name?", silent.readLine());
        silent.endOutput();
        assertEquals("", silent.readToEnd());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      // "rude" was not read by anybody: it was refused together with its sender.
      assertEquals(1, fixture.figures("lines").in().rejected());
      assertEquals(3, fixture.figures("lines").in().flushed());
    }
  }

  @Test
  void anAskingMailboxHoldsMessagesUntilItIsAnswered() throws Exception {
    try (var fixture = new HubFixture()) {
      var mailbox = Mailbox.asking();
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var welcome = RawClient.tcp(listener.port())) {
        welcome.write("held\n");
        var newcomer = mailbox.poll(LONG).newcomers().getFirst();
        eventually("read", () -> fixture.figures("lines").in().accepted() == 1);
        assertTrue(mailbox.poll(Duration.ZERO).isEmpty());
        newcomer.accept();
        assertEquals(List.of("held"), gather(mailbox::poll, 1));
      }
      try (var apart = RawClient.tcp(listener.port())) {
        apart.write("held apart\n");
        var separate = newcomer(mailbox).separate();
        assertEquals(List.of("held apart"), gather(separate::poll, 1));
      }
      try (var unwanted = RawClient.tcp(listener.port())) {
        unwanted.write("never read\n");
        eventually("read", () -> fixture.figures("lines").in().accepted() == 3);
        var newcomer = newcomer(mailbox);
        newcomer.connection().post(Buffer.buffer("no"));
        newcomer.refuse("not today");
        assertEquals("no\n", unwanted.readToEnd());
        var end = newcomer.connection().closed().toCompletionStage().toCompletableFuture();
        assertEquals("not today", FaultTest.get(end).reason());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(1, fixture.figures("lines").in().rejected());
    }
  }

  private static dev.samara.net.poll.Newcomer newcomer(Mailbox mailbox) {
    while (true) {
      var batch = waitFor(mailbox::poll);
      if (!batch.newcomers().isEmpty()) {
        return batch.newcomers().getFirst();
      }
    }
  }
}
