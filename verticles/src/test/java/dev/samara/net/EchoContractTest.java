package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.job.JobQueue;
import dev.samara.net.job.JobQueueOptions;
import dev.samara.net.poll.Batch;
import dev.samara.net.poll.Mailbox;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an echo must do, whichever of the styles it is written in. */
class EchoContractTest {

  /** The styles of a service. */
  enum Style {
    HANDLER {
      @Override
      Route route(Vertx vertx) {
        ConnectionHandler echo = Connection::post;
        return Routes.handler(() -> echo);
      }
    },
    BUS {
      @Override
      Route route(Vertx vertx) {
        await(MessageService.register(vertx, "echo", d -> d.reply(d.message())));
        return Routes.bus(vertx, "echo", HubFixture.PATIENCE);
      }
    },
    PLAIN_BUS {
      @Override
      Route route(Vertx vertx) {
        await(
            vertx
                .eventBus()
                .<Buffer>consumer("plain", message -> message.reply(message.body()))
                .completion());
        return Routes.busEach(vertx, "plain", HubFixture.PATIENCE);
      }
    },
    THREAD {
      @Override
      Route route(Vertx vertx) {
        return Routes.thread(connection -> {
          for (var m = connection.receive(); m.isPresent(); m = connection.receive()) {
            connection.post(m.get());
          }
        });
      }
    },
    POLL {
      @Override
      Route route(Vertx vertx) {
        var mailbox = Mailbox.create();
        Thread.ofVirtual().start(() -> echoPolled(mailbox));
        return Routes.poll(mailbox);
      }
    },
    JOBS {
      @Override
      Route route(Vertx vertx) {
        var queue = JobQueue.onVirtualThreads("echo", JobQueueOptions.defaults());
        return Routes.jobs(queue, "echo", Connection::post);
      }
    },
    WORKERS {
      @Override
      Route route(Vertx vertx) {
        var queue = JobQueue.onWorkers(vertx, "echo", JobQueueOptions.defaults());
        return Routes.jobs(queue, "echo", Connection::post);
      }
    };

    abstract Route route(Vertx vertx);
  }

  private static void echoPolled(Mailbox mailbox) {
    try {
      var tick = Duration.ofMillis(50);
      for (var batch = mailbox.poll(tick);
          batch.state() == Batch.State.OPEN;
          batch = mailbox.poll(tick)) {
        batch.messages().forEach((connection, messages) -> messages.forEach(connection::post));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void answersLinesOverTcpAfterTheClientEndedItsSide(Style style) {
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("lines", 0, new LineFraming(65_536));
      var listener = fixture.listen(options, style.route(fixture.vertx));
      try (var client = RawClient.tcp(listener.port())) {
        client.write("hello\nwörld\r\n\n").endOutput();
        assertEquals("hello\nwörld\n\n", client.readToEnd());
      }
      assertEquals(3, fixture.figures("lines").in().flushed());
      assertEquals(3, fixture.figures("lines").out().flushed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersOverAUnixSocket(Style style) {
    try (var fixture = new HubFixture()) {
      var path = folder.resolve("echo.sock");
      var options = ListenerOptions.unix("local", path, new LineFraming(65_536));
      fixture.listen(options, style.route(fixture.vertx));
      try (var client = RawClient.unix(path)) {
        assertEquals("hello", client.write("hello\n").readLine());
        client.endOutput();
        assertEquals("", client.readToEnd());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersDatagramsOfEverySize(Style style) throws Exception {
    try (var fixture = new HubFixture();
        var socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      var listener =
          fixture.listen(ListenerOptions.udp("datagrams", 0), style.route(fixture.vertx));
      for (var size : new int[] {1, 1_472, 2_049, 65_507}) {
        var sent = new byte[size];
        new Random(size).nextBytes(sent);
        socket.send(
            new DatagramPacket(sent, size, InetAddress.getLoopbackAddress(), listener.port()));
        var received = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(received);
        assertArrayEquals(sent, Arrays.copyOf(received.getData(), received.getLength()));
      }
      assertEquals(4, fixture.figures("datagrams").out().flushed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersInOrderWhateverTheReads(Style style) throws Exception {
    var seed = System.nanoTime();
    var random = new Random(seed);
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("echo", 0, new LengthFraming(100_000));
      var listener = fixture.listen(options, style.route(fixture.vertx));
      var messages = new ArrayList<byte[]>();
      for (var i = 0; i < 2_000; i++) {
        var message = new byte[random.nextInt(i % 100 == 0 ? 50_000 : 300)];
        random.nextBytes(message);
        messages.add(message);
      }
      try (var client = RawClient.tcp(listener.port())) {
        var writer = Thread.ofVirtual().start(() -> writeCut(client, messages, random));
        for (var message : messages) {
          assertEquals(message.length, ByteBuffer.wrap(client.read(4)).getInt(), "seed " + seed);
          assertArrayEquals(message, client.read(message.length), "seed " + seed);
        }
        writer.join();
      }
      HubFixture.eventually("closed", () -> fixture.figures("echo").open() == 0);
      assertEquals(2_000, fixture.figures("echo").in().flushed());
      assertEquals(2_000, fixture.figures("echo").out().flushed());
    }
  }

  private static void writeCut(RawClient client, ArrayList<byte[]> messages, Random random) {
    var all = Buffer.buffer();
    messages.forEach(message -> all.appendInt(message.length).appendBytes(message));
    var bytes = all.getBytes();
    for (var from = 0; from < bytes.length; ) {
      var to = Math.min(bytes.length, from + 1 + random.nextInt(20_000));
      client.write(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    client.endOutput();
  }
}
