package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameReader;
import dev.samara.rpc.wire.FrameWriter;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import dev.samara.rpc.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on its way over a connection to a peer that does not read is bounded, in both ways. */
class ConnectionBoundsTest {
  interface Large {
    Future<String> text(int characters);
  }

  private static final int CALLS = 200;
  private static final int CHARACTERS = 500_000;

  private final Vertx vertx = Vertx.vertx();
  private Hub hub;
  private Rpc rpc;

  @BeforeEach
  void start() {
    hub = result(Hub.start(vertx, "hub"));
    // Nobody is given up because of its silence.
    RpcOptions options =
        RpcOptions.defaults("node").withAnnouncing(Duration.ofMillis(500), Duration.ofMinutes(5));
    rpc = result(Rpc.start(vertx, options));
  }

  @AfterEach
  void stop() {
    result(rpc.close());
    result(hub.close());
    result(vertx.close());
  }

  @Test
  void answersThatDoNotFitFailAndAllOthersArriveWhenItReadsAgain() throws Exception {
    Large large = characters -> Future.succeededFuture("x".repeat(characters));
    result(rpc.expose(Large.class, large));
    Listener listener =
        result(hub.listen(ListenerOptions.tcp("rpc", 0, rpc.framing()), rpc.route("large")));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      client.setSoTimeout(20_000);
      client.getOutputStream().write(requests());
      Waiting.until("all calls have ended", () -> rpc.services().getFirst().calls() == CALLS);
      Waiting.untilStill("the failures", () -> (int) rpc.services().getFirst().failures());
      int answered = 0;
      int dropped = 0;
      DataInputStream in = new DataInputStream(client.getInputStream());
      FrameReader reader = new FrameReader(1 << 20);
      while (answered + dropped < CALLS) {
        byte[] message = in.readNBytes(in.readInt());
        WireReader frames = new WireReader(Buffer.buffer(message), 0);
        while (frames.hasMore()) {
          switch (reader.read(frames)) {
            case Frame.Answer _ -> answered++;
            case Frame.Failure failure -> {
              assertEquals(FailureKind.CONNECTION_LOST, failure.kind());
              assertTrue(failure.message().startsWith("the answer of large.text was dropped"));
              dropped++;
            }
            case Frame.Ping _ -> {}
            case Frame other -> throw new AssertionError(other.toString());
          }
        }
      }
      assertTrue(answered > 0 && dropped > 0, answered + " answered, " + dropped + " dropped");
      Map<FailureKind, Long> counted = rpc.services().getFirst().failuresByKind();
      assertEquals(Map.of(FailureKind.CONNECTION_LOST, (long) dropped), counted);
    }
  }

  private static byte[] requests() {
    Buffer arguments = Buffer.buffer("[" + CHARACTERS + "]");
    Payload payload = new Payload(PayloadFormats.JSON_ID, arguments);
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < CALLS; i++) {
      ByteBuf frame = Unpooled.buffer();
      Endpoint text = Endpoint.unchecked("large", "text");
      FrameWriter.write(frame, new Frame.Request(i, text, 60_000, Window.NONE, Map.of(), payload));
      all.writeInt(frame.readableBytes()).writeBytes(frame);
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  @Test
  void callsThatDoNotFitFailAsOverloadedAndTheConnectionStands() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ConnectorOptions to =
          ConnectorOptions.to(
              "out",
              SocketAddress.inetSocketAddress(deaf.getLocalPort(), "127.0.0.1"),
              ConnectionOptions.of(rpc.framing()));
      Connection connection = result(hub.connect(to, rpc.route()));
      Catalogue catalogue = rpc.over(connection).client(Catalogue.class);
      String text64KiB = "x".repeat(64 * 1024);
      CallOptions patiently = CallOptions.none().withTimeout(Duration.ofMinutes(1));
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        calls.add(patiently.call(() -> catalogue.maybe(text64KiB)));
      }
      Waiting.until("some are refused", () -> failed(calls, FailureKind.OVERLOADED) > 0);
      Waiting.untilStill("the others", () -> (int) rpc.balance().inFlight());
      assertTrue(rpc.balance().inFlight() > 0, "those that fit wait for their answers");
      assertEquals(0, failed(calls, FailureKind.CONNECTION_LOST));
      result(connection.close(CloseMode.NOW));
      Waiting.assertBalanced(rpc);
      Waiting.until("all have ended", () -> calls.stream().allMatch(Future::isComplete));
      long refused = failed(calls, FailureKind.OVERLOADED);
      assertEquals(calls.size() - refused, failed(calls, FailureKind.CONNECTION_LOST));
    }
  }

  private static long failed(List<Future<String>> calls, FailureKind kind) {
    return calls.stream()
        .filter(call -> call.cause() instanceof RpcException failure && failure.kind() == kind)
        .count();
  }
}
