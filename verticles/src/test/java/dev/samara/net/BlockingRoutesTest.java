package dev.samara.net;

import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.job.JobQueue;
import dev.samara.net.job.JobQueueOptions;
import dev.samara.net.route.MessageJob;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes wrong where messages are handled by threads that may block. */
class BlockingRoutesTest {

  private static ListenerOptions lines() {
    return ListenerOptions.tcp("lines", 0, new LineFraming(1_000));
  }

  private static Event.Disconnected end(CompletableFuture<Connection> connection) throws Exception {
    return HubFixture.await(FaultTest.get(connection).closed());
  }

  @Test
  void aJobThatThrowsClosesItsConnectionAfterEarlierAnswers() throws Exception {
    var queue = JobQueue.onVirtualThreads("test", JobQueueOptions.defaults());
    var seen = new CompletableFuture<Connection>();
    MessageJob picky =
        (connection, message) -> {
          seen.complete(connection);
          if (message.toString().equals("bad")) {
            throw new IllegalStateException("I do not like this");
          }
          connection.post(message);
        };
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.jobs(queue, "lines", picky));
      try (var client = RawClient.tcp(listener.port());
          var bystander = RawClient.tcp(listener.port())) {
        assertEquals("good\n", client.write("good\nbad\nnever\n").readToEnd());
        assertTrue(end(seen).reason().contains("I do not like this"));
        assertEquals("still here", bystander.write("still here\n").readLine());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(new Balance(4, 2, 0, 0, 2, 0, 0), fixture.figures("lines").in());
    }
    assertEquals(1, queue.figures().failed());
  }

  @Test
  void aFullQueueMakesConnectionsWaitAndLosesNothing() throws Exception {
    var queue = JobQueue.onVirtualThreads("test", new JobQueueOptions(1, 0));
    var gate = new CountDownLatch(1);
    var entered = new CountDownLatch(1);
    queue.submit(
        "other",
        () -> {
          entered.countDown();
          gate.await();
          return 0;
        });
    entered.await();
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(lines(), Routes.jobs(queue, "lines", Connection::post));
      try (var one = RawClient.tcp(listener.port());
          var other = RawClient.tcp(listener.port())) {
        one.write("1\n2\n").endOutput();
        other.write("3\n").endOutput();
        eventually("refused", () -> queue.figures().rejected() >= 2);
        gate.countDown();
        assertEquals("1\n2\n", one.readToEnd());
        assertEquals("3\n", other.readToEnd());
      }
      assertEquals(3, fixture.figures("lines").in().flushed());
    }
    assertTrue(queue.figures().addsUp());
  }

  @Test
  void aClosedQueueClosesItsConnections() throws Exception {
    var queue = JobQueue.onVirtualThreads("test", JobQueueOptions.defaults());
    var seen = new CompletableFuture<Connection>();
    try (var fixture = new HubFixture()) {
      var jobs = Routes.jobs(queue, "lines", Connection::post);
      var listener = fixture.listen(lines(), noting(seen, jobs));
      queue.close();
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("", client.write("hello\n").readToEnd());
        assertEquals("the job queue is closed", end(seen).reason());
      }
      assertEquals(1, fixture.figures("lines").in().rejected());
    }
  }

  private static Route noting(CompletableFuture<Connection> seen, Route route) {
    return Routes.choose(
        "noting",
        connection -> {
          seen.complete(connection);
          return route;
        });
  }

  @Test
  void aRouteIsChosenForEachConnection() {
    try (var fixture = new HubFixture()) {
      var number = new AtomicInteger();
      Route echo = Routes.handler(() -> Connection::post);
      Route shout =
          Routes.handler(() ->
              (connection, message) ->
                  connection.post(Buffer.buffer(message.toString().toUpperCase())));
      var route = Routes.choose("in turn", _ -> number.getAndIncrement() == 0 ? echo : shout);
      var listener = fixture.listen(lines(), route);
      assertEquals("in turn", listener.route());
      try (var first = RawClient.tcp(listener.port())) {
        assertEquals("hello", first.write("hello\n").readLine());
        try (var second = RawClient.tcp(listener.port())) {
          assertEquals("HELLO", second.write("hello\n").readLine());
        }
      }
    }
  }

  @Test
  void aConversationThatFailsDoesNotWaitForWhatNobodyReads() throws Exception {
    var seen = new CompletableFuture<Connection>();
    try (var fixture = new HubFixture()) {
      var listener =
          fixture.listen(
              lines(),
              Routes.thread(connection -> {
                seen.complete(connection);
                connection.post(connection.receive().orElseThrow());
                throw new IllegalStateException("enough");
              }));
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("1\n", client.write("1\n2\n3\n").readToEnd());
        assertTrue(end(seen).reason().contains("enough"));
      }
      assertEquals(new Balance(3, 1, 0, 0, 2, 0, 0), fixture.figures("lines").in());
    }
  }

  @Test
  void messagesGoToTheThreadThatHasWaitedLongest() throws Exception {
    var threads = 5;
    var order = Collections.synchronizedList(new ArrayList<Integer>());
    var waiting = new AtomicInteger();
    try (var fixture = new HubFixture()) {
      var listener =
          fixture.listen(
              lines(),
              Routes.thread(connection -> {
                var readers = new ArrayList<Thread>();
                for (var i = 0; i < threads; i++) {
                  var number = i;
                  readers.add(Thread.ofVirtual().unstarted(() -> take(connection, number, order)));
                }
                for (var reader : readers) {
                  reader.start();
                  eventually("it waits", () -> reader.getState() == Thread.State.WAITING);
                  waiting.incrementAndGet();
                }
                for (var reader : readers) {
                  reader.join();
                }
              }));
      try (var client = RawClient.tcp(listener.port())) {
        eventually("all wait", () -> waiting.get() == threads);
        for (var i = 0; i < threads; i++) {
          var taken = i + 1;
          client.write("x\n");
          eventually("taken", () -> order.size() == taken);
        }
        assertEquals("", client.readToEnd());
      }
      assertEquals(List.of(0, 1, 2, 3, 4), order);
      assertEquals(5, fixture.figures("lines").in().flushed());
    }
  }

  private static void take(Connection connection, int number, List<Integer> order) {
    try {
      connection.receive().orElseThrow();
      order.add(number);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
