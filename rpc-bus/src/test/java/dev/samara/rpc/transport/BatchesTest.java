package dev.samara.rpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.CallLedger;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameReader;
import dev.samara.rpc.wire.FrameWriter;
import dev.samara.rpc.wire.Payload;
import dev.samara.rpc.wire.Window;
import dev.samara.rpc.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one event loop says to another, from frames to bus messages. */
class BatchesTest {
  private static final Origin ORIGIN = new Origin("id-of-a", "a", 17, 1);
  private static final int MAX_BYTES = 1 << 20;
  private static final BatchCodec CODEC = new BatchCodec();

  static List<Frame> frames() {
    return List.of(
        new Frame.Request(
            1,
            new Endpoint("clock", "now"),
            5_000,
            new Window(300, 1L << 40),
            Map.of("trace", "0123456789"),
            payload(500)),
        new Frame.Answer(2, payload(20_000)),
        new Frame.Failure(3, FailureKind.EXPIRED, "no answer within 5000 ms"),
        new Frame.Item(4, true, payload(0)),
        new Frame.Credit(5, false, new Window(Integer.MAX_VALUE, 1L << 40)),
        new Frame.End(6),
        new Frame.Cancel(7, true),
        new Frame.Ping(8, true));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void roomForAFrameIsEnoughAndNotMuchMore(Frame frame) {
    ByteBuf written = Unpooled.buffer();
    FrameWriter.write(written, frame);
    int rough = FrameWriter.roughBytes(frame);
    assertTrue(written.readableBytes() <= rough, written.readableBytes() + " of " + rough);
    assertTrue(rough - written.readableBytes() < 40, written.readableBytes() + " of " + rough);
  }

  @Test
  void framesReadBackWhetherTheyTravelOrNot() {
    Buffer wire = Buffer.buffer("before");
    // Too little room is made more.
    CODEC.encodeToWire(wire, new OutgoingBatch(ORIGIN, frames(), 10));
    Batch arrived = CODEC.decodeFromWire("before".length(), wire);
    assertEquals(ORIGIN, arrived.from());
    assertEquals(ids(frames()), ids(read(arrived)));
    Batch local = CODEC.transform(new OutgoingBatch(ORIGIN, frames(), 10));
    assertEquals(ORIGIN, local.from());
    assertEquals(arrived.frames(), local.frames());
  }

  @Test
  void longTurnIsCutIntoMessagesWhoseFramesAreInOrder() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      List<Frame> turn = new ArrayList<>();
      for (int id = 0; id < 50; id++) {
        turn.add(new Frame.Answer(id, payload(id % 2 == 0 ? 10_000 : 100)));
      }
      BlockingQueue<Batch> arrived = carried(vertx, turn);
      List<Frame> read = new ArrayList<>();
      int messages = 0;
      while (read.size() < turn.size()) {
        Batch next = arrived.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, read.size() + " frames have arrived");
        assertTrue(next.frames().length() < 32 * 1024 + 10_100, "" + next.frames().length());
        read.addAll(read(next));
        messages++;
      }
      assertEquals(ids(turn), ids(read));
      assertTrue(messages > 5 && messages < 12, messages + " messages");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  /** What one turn is, where it arrives. */
  private static BlockingQueue<Batch> carried(Vertx vertx, List<Frame> turn) {
    BlockingQueue<Batch> arrived = new LinkedBlockingQueue<>();
    Bus bus = new Bus(vertx);
    vertx
        .eventBus()
        .<Batch>localConsumer(Bus.address("b", 0), message -> arrived.add(message.body()));
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    CallLoop loop = new CallLoop(0, context, System::nanoTime, new CallLedger());
    BusCarrier carrier = new BusCarrier(ORIGIN, "b", bus.to("b", 0), MAX_BYTES);
    carrier.join(new Dialogue(loop, carrier, call -> {}));
    loop.execute(() -> carrier.carry(turn));
    return arrived;
  }

  private static List<Frame> read(Batch batch) {
    List<Frame> frames = new ArrayList<>();
    FrameReader reader = new FrameReader(MAX_BYTES);
    WireReader in = new WireReader(batch.frames(), 0);
    while (in.hasMore()) {
      frames.add(reader.read(in));
    }
    return frames;
  }

  private static List<Long> ids(List<Frame> frames) {
    return frames.stream().map(Frame::id).toList();
  }

  private static Payload payload(int bytes) {
    return new Payload(3, Buffer.buffer(new byte[bytes]));
  }
}
