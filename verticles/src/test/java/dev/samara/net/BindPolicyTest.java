package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.BindPolicy;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several listeners at once, and the end of listening that is no end of connections. */
class BindPolicyTest {

  @TempDir Path folder;

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static ListenerOptions tcp(String name, int port) {
    return ListenerOptions.tcp(name, port, new LineFraming(100));
  }

  /** One that is free, one that is taken, and one whose path is a folder. */
  private Map<ListenerOptions, Route> mixed(int takenPort) {
    var wanted = new LinkedHashMap<ListenerOptions, Route>();
    wanted.put(tcp("taken", takenPort), echo());
    wanted.put(tcp("free", 0), echo());
    wanted.put(ListenerOptions.unix("folder", folder, new LineFraming(100)), echo());
    return wanted;
  }

  @Test
  void anyIsContentWithOneAndTellsOfTheOthers() {
    try (var fixture = new HubFixture()) {
      var taken = fixture.listen(tcp("first", 0), echo()).port();
      var listened = await(fixture.hub.listenAll(mixed(taken), BindPolicy.ANY));
      assertEquals(List.of("free"), listened.listeners().stream().map(Listener::name).toList());
      assertEquals(2, listened.failures().size());
      assertTrue(listened.failures().getFirst().getMessage().startsWith("listener 'taken'"));
      try (var client = RawClient.tcp(listened.listeners().getFirst().port())) {
        assertEquals("x", client.write("x\n").readLine());
      }
    }
  }

  @Test
  void allIsContentOnlyWithAllAndClosesTheOthers() {
    try (var fixture = new HubFixture()) {
      var taken = fixture.listen(tcp("first", 0), echo()).port();
      var failure =
          assertThrows(
              ListenException.class,
              () -> await(fixture.hub.listenAll(mixed(taken), BindPolicy.ALL)));
      assertEquals(2, failure.failures().size());
      assertTrue(failure.getMessage().contains("; listener 'folder'"), failure.getMessage());
      assertEquals(1, fixture.hub.listeners().size());
    }
  }

  @Test
  void anyWithNoneFails() {
    try (var fixture = new HubFixture()) {
      var taken = fixture.listen(tcp("first", 0), echo()).port();
      var none = Map.of(tcp("taken", taken), echo());
      assertThrows(ListenException.class, () -> await(fixture.hub.listenAll(none, BindPolicy.ANY)));
    }
  }

  @Test
  void saysThatAHostIsUnknown() {
    try (var fixture = new HubFixture()) {
      var options = tcp("nowhere", 0).withHost("not a host");
      var failure = assertThrows(ListenException.class, () -> fixture.listen(options, echo()));
      assertTrue(
          failure.getMessage().contains("tcp not a host:0: not a host"), failure.getMessage());
    }
  }

  @Test
  void connectionsOutliveTheirListener() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(tcp("lines", 0), echo());
      try (var client = RawClient.tcp(listener.port())) {
        assertEquals("a", client.write("a\n").readLine());
        await(listener.unlisten());
        assertThrows(UncheckedIOException.class, () -> RawClient.tcp(listener.port()));
        assertEquals("b", client.write("b\n").readLine());
        assertFalse(listener.isAccepting());
        assertEquals(List.of(), fixture.hub.listeners());
        // The place is free for another one.
        fixture.listen(tcp("next", listener.port()), echo());
      }
    }
  }

  @Test
  void whoConnectsDuringAPauseWaits() {
    try (var fixture = new HubFixture()) {
      var listener = fixture.listen(tcp("lines", 0), echo());
      listener.pause();
      // One may have been on its way when the pause began, none after that.
      try (var early = RawClient.tcp(listener.port());
          var client = RawClient.tcp(listener.port())) {
        early.write("a\n");
        client.write("b\n");
        assertFalse(listener.isAccepting());
        assertTrue(fixture.figures("lines").open() <= 1);
        listener.resume();
        assertEquals("a", early.readLine());
        assertEquals("b", client.readLine());
        assertTrue(listener.isAccepting());
      }
    }
  }
}
