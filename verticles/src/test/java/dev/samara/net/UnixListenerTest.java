package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.UnixOptions;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a UNIX socket: its mode and owner, its end, and who gets it. */
class UnixListenerTest {

  @TempDir Path folder;

  private static Route echo() {
    ConnectionHandler echo = Connection::post;
    return Routes.handler(() -> echo);
  }

  private static HubFixture fixture(String loops) {
    return new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL);
  }

  private static ListenerOptions unix(Path path) {
    return ListenerOptions.unix("local", path, new LineFraming(100));
  }

  private static ListenerOptions unix(Path path, UnixOptions options) {
    return unix(path).withSocket(SocketOptions.defaults().withUnix(options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void hasTheModeAndGroupItIsToldAndIsGoneInTheEnd(String loops) throws Exception {
    var path = folder.resolve("sub/a.sock");
    var group = Files.readAttributes(folder, java.nio.file.attribute.PosixFileAttributes.class);
    try (var fixture = fixture(loops)) {
      var options =
          UnixOptions.of("rw-rw----")
              .withGroup(group.group().getName())
              .withOwner(group.owner().getName());
      fixture.listen(unix(path, options), echo());
      assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      try (var client = RawClient.unix(path)) {
        assertEquals("x", client.write("x\n").readLine());
      }
    }
    assertFalse(Files.exists(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void doesNotRemoveWhatSomebodyElseHasPutInItsPlace(String loops) throws Exception {
    var path = folder.resolve("a.sock");
    try (var fixture = fixture(loops)) {
      fixture.listen(unix(path), echo());
      Files.delete(path);
      Files.writeString(path, "mine");
    }
    assertEquals("mine", Files.readString(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void ofManyThatTryAtOnceOneListens(String loops) {
    var path = folder.resolve("a.sock");
    try (var one = fixture(loops);
        var two = fixture(loops)) {
      var attempts = new ArrayList<Future<Listener>>();
      for (var i = 0; i < 10; i++) {
        attempts.add((i % 2 == 0 ? one : two).hub.listen(unix(path), echo()));
      }
      await(Future.join(attempts).otherwiseEmpty());
      assertEquals(1, attempts.stream().filter(Future::succeeded).count());
      try (var client = RawClient.unix(path)) {
        assertEquals("x", client.write("x\n").readLine());
      }
    }
  }

  @Test
  void theKernelSaysWhichUserIsAtTheOtherEnd() throws Exception {
    var me = Files.getOwner(folder).getName();
    assertTrue(identitiesOfMyself("nio").contains("user:" + me));
    var uid = Files.getAttribute(folder, "unix:uid");
    assertTrue(identitiesOfMyself("epoll").contains("uid:" + uid));
  }

  private List<String> identitiesOfMyself(String loops) throws Exception {
    var path = folder.resolve(loops);
    var door = new RecordingDoor(Optional.empty());
    try (var fixture = fixture(loops)) {
      var acceptor = door.listen(fixture, SocketAddress.domainSocketAddress(path.toString()));
      try (var _ = RawClient.unix(path)) {
        return door.next().identities();
      } finally {
        await(acceptor.close());
      }
    }
  }

  @Test
  void aClientsOwnPathIsNotItsAddress() throws Exception {
    var path = folder.resolve("a.sock");
    try (var fixture = new HubFixture();
        var channel = java.nio.channels.SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      fixture.listen(unix(path), echo());
      channel.bind(java.net.UnixDomainSocketAddress.of(folder.resolve("pretended")));
      channel.connect(java.net.UnixDomainSocketAddress.of(path));
      eventually("connected", () -> fixture.connections().size() == 1);
      assertEquals("", fixture.connections().getFirst().remoteAddress());
    }
  }

  @Test
  void saysWhatIsWrongWithAPath() {
    try (var fixture = new HubFixture()) {
      var tooLong = folder.resolve("x".repeat(108));
      assertFails(fixture, unix(tooLong), "too long");
      assertFails(fixture, unix(folder), "exists and is not a socket");
      var options = UnixOptions.ownUserOnly().withGroup("no such group");
      var path = folder.resolve("a.sock");
      assertFails(fixture, unix(path, options), "no such group");
      assertFalse(Files.exists(path));
    }
  }

  private static void assertFails(HubFixture fixture, ListenerOptions options, String what) {
    var failure = assertThrows(ListenException.class, () -> fixture.listen(options, echo()));
    assertTrue(failure.getMessage().contains(what), failure.getMessage());
  }

  @Test
  void modesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> UnixOptions.of("0600"));
    assertNotEquals(UnixOptions.of("rw-rw-rw-"), UnixOptions.ownUserOnly());
  }

  @Test
  void nothingIsLeftBesideTheLock() throws IOException {
    var path = folder.resolve("a.sock");
    try (var fixture = new HubFixture()) {
      fixture.listen(unix(path), echo());
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve(".a.sock.lock")), left.toList());
    }
  }
}
