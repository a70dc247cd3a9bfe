package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.route.Routes;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child process holds no socket of its parent, so that places are free when they are closed. */
class InheritedSocketsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aChildProcessHasNoneOfThem(String loops) throws Exception {
    var framing = new LineFraming(100);
    try (var fixture = new HubFixture(loops.equals("nio") ? Transport.NIO : Transport.EPOLL)) {
      var echo = Routes.handler(() -> Connection::post);
      var tcp = fixture.listen(ListenerOptions.tcp("tcp", 0, framing), echo);
      fixture.listen(ListenerOptions.unix("unix", folder.resolve("a.sock"), framing), echo);
      fixture.listen(ListenerOptions.udp("udp", 0), echo);
      var address = SocketAddress.inetSocketAddress(tcp.port(), "127.0.0.1");
      var options = ConnectorOptions.to("up", address, ConnectionOptions.of(framing));
      await(fixture.hub.connect(options, new RecordingHandler().route()));
      eventually("accepted", () -> fixture.figures("tcp").open() == 1);
      assertTrue(sockets(ProcessHandle.current()).size() >= 5, "this process has them");
      var child = new ProcessBuilder("cat").start();
      try {
        // Before that it is still a copy of this process.
        eventually("begun", () -> read(child.pid(), "comm").equals("cat\n"));
        assertEquals(List.of(), sockets(child.toHandle()));
        await(tcp.unlisten());
        assertThrows(UncheckedIOException.class, () -> RawClient.tcp(tcp.port()));
        assertTrue(child.isAlive());
      } finally {
        child.destroyForcibly();
      }
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What of its open files are sockets (proc(5)). */
  private static List<String> sockets(ProcessHandle process) throws IOException {
    try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return files
          .map(InheritedSocketsTest::target)
          .filter(target -> target.startsWith("socket:"))
          .toList();
    }
  }

  /** A file that was closed meanwhile leads nowhere. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
