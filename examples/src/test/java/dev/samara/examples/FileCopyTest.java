package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.filecopy.FileCopy;
import dev.samara.net.Hub;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCopyTest {

  private final Vertx vertx = Vertx.vertx();
  private Hub there;
  private Hub here;
  private SocketAddress to;

  @TempDir private Path target;

  @TempDir private Path source;

  @BeforeEach
  void start() {
    there = await(Hub.start(vertx, "there"));
    here = await(Hub.start(vertx, "here"));
    await(FileCopy.receive(vertx, there, 0, target));
    to = SocketAddress.inetSocketAddress(Hubs.port(there, "files"), "127.0.0.1");
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private List<String> stored() throws Exception {
    try (var files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** What came to nothing is deleted after its sender was told. */
  private void assertStored(String... names) throws Exception {
    var deadlineNanos = System.nanoTime() + 10_000_000_000L;
    while (!stored().equals(List.of(names)) && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(5_000_000);
    }
    assertEquals(List.of(names), stored());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 5_000_000})
  void aFileOfAnySizeArrivesWholeUnderItsName(int bytes) throws Exception {
    var content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    var file = Files.write(source.resolve("größe.bin"), content);
    assertEquals("stored größe.bin", await(FileCopy.send(vertx, here, to, file)));
    assertArrayEquals(content, Files.readAllBytes(target.resolve("größe.bin")));
    var again = await(FileCopy.send(vertx, here, to, file));
    assertTrue(again.startsWith("failed: "), again);
    assertStored("größe.bin");
    Hubs.assertSettled(here);
    Hubs.assertSettled(there);
  }

  @Test
  void aNameThatLeadsElsewhereIsRefusedAndHalfAFileLeavesNothing() throws Exception {
    for (var half : List.of(false, true)) {
      try (var socket = new Socket("127.0.0.1", to.port())) {
        var out = new DataOutputStream(socket.getOutputStream());
        var name = half ? "half" : "../elsewhere";
        out.writeLong(name.length());
        out.writeBytes(name);
        out.writeLong(1_000_000);
        out.write(new byte[half ? 500_000 : 0]);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    }
    Hubs.assertSettled(there);
    assertStored();
    assertTrue(Files.notExists(target.resolveSibling("elsewhere")));
  }

  @Test
  void aFileThatIsNotThereFails() {
    var sent = FileCopy.send(vertx, here, to, source.resolve("missing"));
    assertThrows(RuntimeException.class, () -> await(sent));
  }
}
