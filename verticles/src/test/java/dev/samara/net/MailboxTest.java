package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Batches of news, polled by a thread of the test's own. */
class MailboxTest {

  private static final Duration LONG = Duration.ofSeconds(HubFixture.WAIT_SECONDS);

  private final Mailbox mailbox = Mailbox.create();

  private static ListenerOptions lines() {
    return ListenerOptions.tcp("lines", 0, new LineFraming(10_000));
  }

  private static List<String> texts(Batch batch) {
    return batch.messages().values().stream().flatMap(List::stream).map(Buffer::toString).toList();
  }

  private List<String> pollTexts(int count) throws InterruptedException {
    var texts = new ArrayList<String>();
    while (texts.size() < count) {
      texts.addAll(texts(mailbox.poll(LONG)));
    }
    return texts;
  }

  private Connection pollNewcomer() throws InterruptedException {
    var batch = mailbox.poll(LONG);
    assertEquals(1, batch.newcomers().size());
    return batch.newcomers().getFirst().connection();
  }

  @Test
  void tellsOfNewcomersMessagesEmptyOutputsAndTheEnd() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(fixture.hub.mailbox()));
      assertTrue(fixture.hub.poll(Duration.ZERO).isEmpty());
      try (var client = RawClient.tcp(listener.port())) {
        var arrival = fixture.hub.poll(LONG);
        var connection = arrival.unknown().getFirst().connection();
        assertEquals(List.of(), arrival.expected());
        assertEquals(List.of(new Event.RemoteConnected(connection)), arrival.events());
        client.write("one\n");
        var message = fixture.hub.poll(LONG);
        assertEquals(
            List.of(new Event.MessageReceived(connection, Buffer.buffer("one"))),
            message.events(connection));
        connection.post(message.messages().get(connection).getFirst());
        assertEquals("one", client.readLine());
        var sent = fixture.hub.poll(LONG);
        assertEquals(List.of(connection), List.copyOf(sent.outputEmpty()));
        assertEquals(List.of(), sent.events());
        client.endOutput();
        var end = fixture.hub.poll(LONG);
        assertEquals("closed by the peer", end.disconnected().getFirst().reason());
        assertInstanceOf(Event.RemoteDisconnected.class, end.events().getFirst());
        connection.post(Buffer.buffer("too late"));
        assertEquals("too late", fixture.hub.poll(LONG).rejected().getFirst().message().toString());
      }
    }
  }

  @Test
  void aMessageCountsAsDealtWithWhenTheNextBatchIsAskedFor() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("a\nb\n");
        assertEquals(List.of("a", "b"), pollTexts(2));
        assertEquals(2, fixture.figures("lines").in().inFlight());
        assertTrue(mailbox.poll(Duration.ZERO).isEmpty());
        eventually("dealt with", () -> fixture.figures("lines").in().flushed() == 2);
        client.write("c\n");
        var batch = mailbox.poll(LONG);
        batch.done();
        batch.done();
        eventually("dealt with", () -> fixture.figures("lines").in().flushed() == 3);
      }
    }
  }

  @Test
  void aMailboxNobodyReadsPausesReadingAndHoldsNoMoreThanTheCredit() throws Exception {
    try (var fixture = new HubFixture()) {
      var options = lines();
      var credit = options.connection().withCredit(100, 100_000);
      var listener = fixture.listen(options.withConnection(credit), Routes.poll(mailbox));
      try (var client = RawClient.tcp(listener.port())) {
        var writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (var i = 0; i < 20_000; i++) {
                    client.write("x".repeat(999) + "\n");
                  }
                  client.endOutput();
                });
        eventually("a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        var in = fixture.connections().getFirst().in();
        assertTrue(in.inFlight() < 100 + 1_100, in.toString());
        assertEquals(20_000, pollTexts(20_000).size());
        writer.join();
        assertEquals(1, mailbox.poll(LONG).disconnected().size());
      }
      assertEquals(20_000, fixture.figures("lines").in().flushed());
    }
  }

  @Test
  void connectionsThatComeAndGoUnseenLeaveOnlyTheirNumber() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      for (var i = 0; i < 50; i++) {
        RawClient.tcp(listener.port()).close();
      }
      eventually(
          "all gone",
          () -> fixture.figures("lines").opened() == 50 && fixture.figures("lines").open() == 0);
      var batch = mailbox.poll(Duration.ZERO);
      assertTrue(batch.isEmpty());
      assertEquals(50, batch.passedBy());
      assertEquals(0, mailbox.poll(Duration.ZERO).passedBy());
    }
  }

  @Test
  void listsSomeRejectedMessagesAndCountsTheOthers() throws Exception {
    try (var fixture = new HubFixture()) {
      var options = lines();
      var tight = options.connection().withQueue(10_000, SlowConsumerPolicy.REJECT);
      var listener = fixture.listen(options.withConnection(tight), Routes.poll(mailbox));
      try (var _ = RawClient.tcp(listener.port())) {
        var connection = pollNewcomer();
        for (var i = 0; i < 3_000; i++) {
          connection.post(Buffer.buffer("a line\nis not two"));
        }
        eventually("rejected", () -> fixture.figures("lines").out().rejected() == 3_000);
        var listed = 0;
        var counted = 0;
        while (listed + counted < 3_000) {
          var batch = mailbox.poll(LONG);
          assertTrue(batch.rejected().size() <= 1_024);
          listed += batch.rejected().size();
          counted += batch.moreRejected();
        }
        assertTrue(counted > 0);
        assertEquals(3_000, listed + counted);
      }
    }
  }

  @Test
  void givesBackWhatWasNotSentWithTheEnd() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      try (var _ = RawClient.tcp(listener.port())) {
        var connection = pollNewcomer();
        for (var i = 0; i < 2_000; i++) {
          connection.post(Buffer.buffer("x".repeat(9_999)));
        }
        Batch batch;
        do {
          batch = mailbox.poll(LONG);
        } while (batch.disconnected().isEmpty());
        var end = batch.disconnected().getFirst();
        assertEquals("the peer does not read and its queue is full", end.reason());
        assertFalse(end.queued().isEmpty());
      }
    }
  }

  @Test
  void closingItTellsPollersAndClosesItsConnections() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      var apart = new CompletableFuture<Batch>();
      try (var client = RawClient.tcp(listener.port())) {
        var first = pollNewcomer();
        var separate = mailbox.separate(first);
        Thread.ofVirtual().start(() -> apart.complete(waitFor(separate::poll)));
        var polled = new CompletableFuture<Batch>();
        try (var other = RawClient.tcp(listener.port())) {
          pollNewcomer();
          Thread.ofVirtual().start(() -> polled.complete(waitFor(mailbox::poll)));
          mailbox.close();
          mailbox.close();
          assertEquals("", other.readToEnd());
        }
        assertEquals(Batch.State.ENDED, FaultTest.get(polled).state());
        assertEquals(Batch.State.ENDED, FaultTest.get(apart).state());
        assertEquals(Batch.State.ENDED, mailbox.poll(LONG).state());
        assertEquals("", client.readToEnd());
        assertEquals("the mailbox is closed", FaultTest.get(ending(first)).reason());
        try (var late = RawClient.tcp(listener.port())) {
          assertEquals("", late.readToEnd());
        }
      }
    }
  }

  private static CompletableFuture<Event.Disconnected> ending(Connection connection) {
    return connection.closed().toCompletionStage().toCompletableFuture();
  }

  /** What may be interrupted. */
  interface Poll {
    Batch poll(Duration within) throws InterruptedException;
  }

  static Batch waitFor(Poll poll) {
    try {
      return poll.poll(LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void severalPollersKeepTheOrderOfEachConnection() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.poll(mailbox));
      for (var p = 0; p < 4; p++) {
        Thread.ofVirtual().start(this::echo);
      }
      var clients = new ArrayList<Thread>();
      var right = new java.util.concurrent.atomic.AtomicInteger();
      for (var c = 0; c < 30; c++) {
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  try (var client = RawClient.tcp(listener.port())) {
                    for (var i = 0; i < 200; i += 4) {
                      client.write("%d\n%d\n%d\n%d\n".formatted(i, i + 1, i + 2, i + 3));
                    }
                    for (var i = 0; i < 200; i++) {
                      assertEquals(String.valueOf(i), client.readLine());
                    }
                    client.endOutput();
                    assertEquals("", client.readToEnd());
                    right.incrementAndGet();
                  }
                }));
      }
      for (var client : clients) {
        client.join();
      }
      assertEquals(30, right.get());
      mailbox.close();
      assertEquals(6_000, fixture.figures("lines").in().flushed());
    }
  }

  private void echo() {
    while (true) {
      var batch = waitFor(mailbox::poll);
      if (batch.state() != Batch.State.OPEN) {
        return;
      }
      batch.messages().forEach((connection, messages) -> messages.forEach(connection::post));
    }
  }

  @Test
  void refusesToWaitOnAnEventLoop() throws Exception {
    try (var fixture = new HubFixture()) {
      var refused = new CompletableFuture<Throwable>();
      fixture.vertx.runOnContext(_ ->
          refused.complete(
              assertThrows(IllegalStateException.class, () -> mailbox.poll(Duration.ZERO))));
      assertSame(IllegalStateException.class, FaultTest.get(refused).getClass());
    }
  }

  @Test
  void tellsOfConnectionsThatThisSideDials() throws Exception {
    try (var fixture = new HubFixture()) {
      var echo = fixture.listen(lines(), Routes.handler(() -> Connection::post));
      var address = SocketAddress.inetSocketAddress(echo.port(), "127.0.0.1");
      var options = ConnectorOptions.to("out", address, lines().connection());
      var connection = HubFixture.await(fixture.hub.connect(options, Routes.poll(mailbox)));
      var arrival = mailbox.poll(LONG);
      assertEquals(
          List.of(new Event.ConnectFinished(connection, true, List.of())),
          arrival.connectFinished());
      assertEquals(1, arrival.newcomers().size());
      connection.post(Buffer.buffer("hello"));
      assertEquals(List.of("hello"), pollTexts(1));
      connection.close(CloseMode.DRAIN);
      Batch batch;
      do {
        batch = mailbox.poll(LONG);
      } while (batch.disconnected().isEmpty());
      assertInstanceOf(Event.DisconnectFinished.class, batch.disconnected().getFirst());
    }
  }

  @Test
  void givesBackWhatWasSentToAConnectionThatNeverCame() throws Exception {
    try (var fixture = new HubFixture()) {
      var address = SocketAddress.domainSocketAddress("nobody-is-here.sock");
      var options = ConnectorOptions.to("out", address, lines().connection());
      var patient = options.withRetry(Backoff.standard());
      var connection = fixture.hub.dial(patient, Routes.poll(mailbox));
      connection.post(Buffer.buffer("hello"));
      connection.close(CloseMode.NOW);
      var failed = mailbox.poll(LONG).connectFinished().getFirst();
      assertFalse(failed.success());
      assertEquals(List.of(Buffer.buffer("hello")), failed.queued());
    }
  }
}
