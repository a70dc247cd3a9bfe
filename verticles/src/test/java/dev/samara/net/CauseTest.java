package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.net.client.ClientOptions;
import dev.samara.net.client.DuplicatePolicy;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that was not sent says why, for programs: the peer's close is told from all else. */
class CauseTest {

  private static final int MESSAGE_BYTES = 50_000;
  private static final LengthFraming FRAMING = new LengthFraming(100_000);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** A connection whose peer does not read, and what the test sent to it. */
  private static final class Stalled implements AutoCloseable {
    final HubFixture fixture;
    final Listener listener;
    final RawClient client;
    final Connection connection;

    Stalled(HubFixture fixture) {
      this.fixture = fixture;
      var accepted = new CompletableFuture<Connection>();
      ConnectionHandler handler =
          new ConnectionHandler() {
            @Override
            public void connected(Connection c) {
              accepted.complete(c);
            }

            @Override
            public void message(Connection c, Buffer message) {
              throw new IllegalStateException("made to fail");
            }
          };
      var options =
          ConnectionOptions.of(FRAMING)
              // No longer read from a quarter on.
              .withQueue(4L * 300 * MESSAGE_BYTES, SlowConsumerPolicy.DISCONNECT)
              .withTimeouts(Timeouts.DEFAULT.withClose(SHORT));
      listener =
          fixture.listen(
              ListenerOptions.tcp("slow", 0, new LengthFraming(1)).withConnection(options),
              Routes.handler(() -> handler));
      client = RawClient.tcp(listener.port());
      connection =
          accepted.orTimeout(HubFixture.WAIT_SECONDS, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    List<Future<Void>> send(int messages) {
      var sent = new ArrayList<Future<Void>>();
      var message = Buffer.buffer(new byte[MESSAGE_BYTES]);
      for (var i = 0; i < messages; i++) {
        sent.add(connection.send(message));
      }
      return sent;
    }

    @Override
    public void close() {
      client.close();
      fixture.close();
    }
  }

  /** What ends a connection. */
  enum End {
    PEER_CLOSED {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.client.endOutput();
      }
    },
    CONNECTION_LOST {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.client.reset();
      }
    },
    CLOSED {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.connection.close(CloseMode.NOW);
      }
    },
    DRAINED {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.fixture.hub.close(stalled.listener, CloseMode.FINISH_MESSAGE, SHORT);
      }
    },
    TIME_LIMIT {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.connection.timeouts(Timeouts.DEFAULT.withWrite(SHORT));
      }
    },
    BROKEN_BYTES {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.client.write("\177\0\0\0");
      }
    },
    SLOW_PEER {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.send(1_200);
      }
    },
    TAKEN_OVER {
      @Override
      void bringAbout(Stalled stalled) {
        var clients = stalled.fixture.hub.clients();
        clients.configure(ClientOptions.defaults().withOnDuplicate(DuplicatePolicy.TAKE_OVER));
        assertTrue(clients.adopt(stalled.connection, "ann").given());
        var newer = new CompletableFuture<Connection>();
        var route =
            Routes.thread(c -> {
              newer.complete(c);
              c.receive();
            });
        var other = stalled.fixture.listen(ListenerOptions.tcp("other", 0, FRAMING), route);
        try (var _ = RawClient.tcp(other.port())) {
          assertTrue(clients.adopt(newer.join(), "ann").given());
        }
      }
    },
    APPLICATION_FAILED {
      @Override
      void bringAbout(Stalled stalled) {
        stalled.client.write("\0\0\0\1x");
      }
    };

    abstract void bringAbout(Stalled stalled);
  }

  private static UndeliveredException failure(Future<Void> sent) {
    return assertThrows(UndeliveredException.class, () -> await(sent));
  }

  private static void assertFailed(Outcome outcome, Cause why, Future<Void> sent) {
    var failure = failure(sent);
    assertEquals(why, failure.why(), failure.getMessage());
    assertEquals(outcome, failure.outcome(), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void whateverEndsTheConnectionIsToldByAllThatFails(End end) {
    try (var stalled = new Stalled(new HubFixture())) {
      var sent = stalled.send(300);
      stalled.fixture.figures();
      end.bringAbout(stalled);
      var expected = Cause.valueOf(end.name());
      assertTrue(expected.endsConnection());
      var event = await(stalled.connection.closed());
      assertEquals(expected, event.cause(), event.reason());
      if (expected.isByPeer()) {
        assertInstanceOf(Event.RemoteDisconnected.class, event);
      }
      var failed = sent.stream().filter(one -> !succeeded(one)).toList();
      assertTrue(failed.size() > 1, "some came back");
      failed.forEach(one -> assertEquals(expected, failure(one).why()));
      assertFailed(Outcome.RETURNED, expected, failed.getLast());
      assertFailed(Outcome.REJECTED, expected, stalled.connection.send(Buffer.buffer("late")));
    }
  }

  private static boolean succeeded(Future<Void> sent) {
    await(sent.otherwiseEmpty());
    return sent.succeeded();
  }

  @Test
  void whatWaitedForADialSaysWhyItFailed() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (var fixture = new HubFixture()) {
      var refused = dial(fixture, SocketAddress.inetSocketAddress(nobody, "127.0.0.1"));
      assertFailed(Outcome.RETURNED, Cause.NOT_CONNECTED, refused.send(Buffer.buffer("a")));
      assertEquals(Cause.NOT_CONNECTED, await(refused.closed()).cause());
      // An address of the documentation's net (RFC 5737): nobody answers.
      var silent = dial(fixture, SocketAddress.inetSocketAddress(9, "192.0.2.1"));
      var why = failure(silent.send(Buffer.buffer("b"))).why();
      assertTrue(why == Cause.TIME_LIMIT || why == Cause.NOT_CONNECTED, why.toString());
    }
  }

  private static Connection dial(HubFixture fixture, SocketAddress to) {
    var options =
        ConnectorOptions.to("out", to, ConnectionOptions.of(FRAMING)).withConnectTimeout(SHORT);
    return fixture.hub.dial(options, Routes.thread(Connection::receive));
  }

  @Test
  void aMessageAloneMayBeAtFault() {
    try (var stalled = new Stalled(new HubFixture())) {
      var connection = stalled.connection;
      assertFailed(
          Outcome.REJECTED, Cause.UNSENDABLE, connection.send(Buffer.buffer(new byte[100_001])));
      stalled.send(300);
      var late = connection.send(Buffer.buffer("x"), Duration.ofMillis(1));
      assertFailed(Outcome.EXPIRED, Cause.TOO_LATE, late);
      var nobody = new ConnectionId("test", "slow", 4711);
      assertFailed(
          Outcome.REJECTED,
          Cause.NO_RECEIVER,
          stalled.fixture.hub.send(nobody, Buffer.buffer("x")));
      assertFailed(
          Outcome.REJECTED,
          Cause.NO_RECEIVER,
          stalled.fixture.hub.clients().send("nobody", Buffer.buffer("x")));
      stalled.fixture.hub.close(stalled.listener, CloseMode.NOW, Duration.ZERO);
    }
  }

  @Test
  void anEncoderThatFailsIsNotTheConnection() {
    try (var stalled = new Stalled(new HubFixture())) {
      var short_ = stalled.connection.send(10, EncodeStep.Done::new);
      assertFailed(Outcome.RETURNED, Cause.ENCODER_FAILED, short_);
      await(stalled.connection.send(Buffer.buffer("still here")));
    }
  }

  @Test
  void aFullMemoryIsNoEnd() {
    var budget = new MemoryBudget(new MemoryLimits(1_000_000, 1_000_000, 2_000_000));
    try (var stalled = new Stalled(new HubFixture(budget))) {
      var sent = stalled.send(600);
      // What the event loop sees behind it.
      assertEquals("open", await(stalled.connection.info()).state());
      var rejected = sent.stream().filter(Future::failed).findFirst().orElseThrow();
      assertFailed(Outcome.REJECTED, Cause.MEMORY_FULL, rejected);
      stalled.connection.close(CloseMode.NOW);
    }
  }
}
