package dev.samara.load.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.net.connection.Balance;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each echo server has to do to take part in the comparison. */
class EchoKindTest {
  @ParameterizedTest
  @EnumSource
  void answersEachFrameOfEachShape(EchoKind kind) throws Exception {
    try (EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES);
        FrameLoad load = new FrameLoad(1)) {
      LoadPlan plan = plan(kind, server.start(2));
      for (LoadPlan shape :
          new LoadPlan[] {
            plan.withShape(1, 1, 8),
            plan.withShape(20, 64, 128),
            plan.withShape(7, 1, 16_384),
            plan.withShape(3, 64, 16_384),
            plan.withShape(2, 2, EchoServer.MAX_PAYLOAD_BYTES)
          }) {
        LoadResult result = load.run(shape, WindowWatcher.NONE);
        assertTrue(result.balance().answered() > 0, shape.toString());
        assertTrue(result.balance().adds(), result.balance().toString());
        assertEquals(0, result.balance().failed());
      }
    }
  }

  static Stream<Arguments> kindsAndMedia() {
    return Arrays.stream(EchoKind.values())
        .flatMap(kind -> kind.media().stream().map(medium -> Arguments.of(kind, medium)));
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("kindsAndMedia")
  void answersOverEachOfItsMedia(EchoKind kind, Medium medium) throws Exception {
    try (EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES);
        FrameLoad load = new FrameLoad(1)) {
      LoadPlan plan =
          LoadPlan.to(medium.target(server.start(medium, 2)))
              .withWire(kind.wire())
              .withTimes(Duration.ZERO, Duration.ofMillis(50))
              .withChecks(Duration.ofSeconds(30), 1);
      for (LoadPlan shape :
          List.of(plan, plan.withShape(3, 4, 1_000), plan.withShape(2, 1, 60_000))) {
        LoadResult result = load.run(shape, WindowWatcher.NONE);
        assertTrue(result.balance().answered() > 0, shape.toString());
        assertTrue(result.balance().adds(), result.balance().toString());
      }
      assertTrue(server.balances().stream().allMatch(Balance::addsUp));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY", "HANDLER", "STREAM"})
  void answersVeryLongFrames(EchoKind kind) throws Exception {
    int payloadBytes = 8_760_000;
    try (EchoServer server = kind.create(payloadBytes);
        FrameLoad load = new FrameLoad(1)) {
      LoadPlan plan = plan(kind, server.start(1)).withShape(2, 1, payloadBytes);
      LoadResult result = load.run(plan, WindowWatcher.NONE);
      assertTrue(result.balance().answered() >= 2, result.balance().toString());
      assertTrue(result.balance().adds(), result.balance().toString());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BRIDGE")
  void answersSmallAndLargeFramesOfOneReadInOrder(EchoKind kind) throws Exception {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frames);
    for (int bytes : new int[] {3, 5_000, 0, 7, 3_000, 2_048, 2_049, 1}) {
      byte[] payload = new byte[bytes];
      Arrays.fill(payload, (byte) bytes);
      out.writeInt(bytes);
      out.write(payload);
    }
    try (EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.start(1))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(frames.toByteArray());
      assertArrayEquals(frames.toByteArray(), socket.getInputStream().readNBytes(frames.size()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BRIDGE")
  void closesAConnectionWithTooLongAFrame(EchoKind kind) throws Exception {
    try (EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.start(1))) {
      socket.setSoTimeout(20_000);
      new DataOutputStream(socket.getOutputStream()).writeInt(EchoServer.MAX_PAYLOAD_BYTES + 1);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsTheListener(EchoKind kind) throws Exception {
    EchoServer server = kind.create(EchoServer.MAX_PAYLOAD_BYTES);
    int port = server.start(1);
    new Socket(InetAddress.getLoopbackAddress(), port).close();
    server.close();
    server.close();
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void kindsAreFoundByName() {
    assertEquals(Optional.of(EchoKind.NETTY), EchoKind.of("netty"));
    assertEquals(Optional.of(EchoKind.NETTY_GATHERED), EchoKind.of("netty-gathered"));
    assertEquals(Optional.empty(), EchoKind.of("NETTY"));
    assertEquals(Optional.empty(), EchoKind.of("mina"));
  }

  private static LoadPlan plan(EchoKind kind, int port) {
    return LoadPlan.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .withWire(kind.wire())
        .withTimes(Duration.ZERO, Duration.ofMillis(100))
        .withChecks(Duration.ofSeconds(30), 1);
  }
}
