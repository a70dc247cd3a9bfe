package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.flow.Feed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several subscribers of one connection, each with its own demand. */
class FeedTest {

  private final CompletableFuture<Feed> opened = new CompletableFuture<>();

  /** Gathers, and waits until the event loop knows of it. */
  private static List<String> gather(Feed feed, ReadStream<Buffer> stream) {
    var texts = Collections.synchronizedList(new ArrayList<String>());
    stream.handler(message -> texts.add(message.toString()));
    HubFixture.await(feed.connection().info());
    return texts;
  }

  private Listener listen(HubFixture fixture) {
    var options = ListenerOptions.tcp("lines", 0, new LineFraming(1_000));
    var credit = options.connection().withCredit(100, 100_000);
    return fixture.listen(options.withConnection(credit), Feed.route(opened::complete));
  }

  @Test
  void allAreToldAtTheirOwnPaceAndTheSlowestBoundsWhatIsKept() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        var feed = FaultTest.get(opened);
        var slowStream = feed.subscribe().pause();
        var ends = new AtomicInteger();
        var slow = gather(feed, slowStream.endHandler(_ -> ends.incrementAndGet()));
        var fast = gather(feed, feed.subscribe().endHandler(_ -> ends.incrementAndGet()));
        var writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (var i = 0; i < 100_000; i++) {
                    client.write("line " + i + "\n");
                  }
                  client.endOutput();
                });
        HubFixture.eventually(
            "a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        assertEquals(0, slow.size());
        var before = fast.size();
        assertTrue(before > 0 && before < 50_000, "fast: " + before);
        slowStream.fetch(3);
        HubFixture.eventually("three", () -> slow.size() == 3);
        slowStream.resume();
        HubFixture.eventually("both ended", () -> ends.get() == 2);
        writer.join();
        var all = IntStream.range(0, 100_000).mapToObj(i -> "line " + i).toList();
        assertTrue(all.equals(slow), "not the same: " + slow.size());
        assertTrue(all.equals(fast), "not the same: " + fast.size());
      }
      assertEquals(100_000, fixture.figures("lines").in().flushed());
    }
  }

  @Test
  void messagesWaitForTheFirstSubscriberAndLaterOnesGetWhatComes() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        var feed = FaultTest.get(opened);
        client.write("1\n2\n");
        HubFixture.eventually("read", () -> fixture.figures("lines").in().accepted() == 2);
        var firstStream = feed.subscribe();
        var first = gather(feed, firstStream);
        HubFixture.eventually("had", () -> first.size() == 2);
        var second = gather(feed, feed.subscribe());
        client.write("3\n");
        HubFixture.eventually("had", () -> first.size() == 3 && second.size() == 1);
        firstStream.handler(null);
        client.write("4\n");
        HubFixture.eventually("had", () -> second.size() == 2);
        assertEquals(List.of("1", "2", "3"), first);
        assertEquals(List.of("3", "4"), second);
      }
    }
  }

  @Test
  void aSubscriberThatThrowsCostsItsConnection() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        var feed = FaultTest.get(opened);
        feed.subscribe()
            .handler(_ -> {
              throw new IllegalStateException("made to fail");
            });
        assertEquals("", client.write("1\n").readToEnd());
        var end = HubFixture.await(feed.connection().closed());
        assertTrue(end.reason().contains("made to fail"), end.reason());
      }
    }
  }
}
