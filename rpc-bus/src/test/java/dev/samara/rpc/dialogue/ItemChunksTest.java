package dev.samara.rpc.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameReader;
import dev.samara.rpc.wire.Window;
import dev.samara.rpc.wire.WireReader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What leaves of the items of one turn. */
class ItemChunksTest {
  private static final int MAX = 100_000;
  private static final PayloadFormat FORMAT = PayloadFormats.within(1 << 20).compact();
  private static final ItemEncoder ENCODER =
      ItemEncoder.bytes(
          FORMAT.id(), FORMAT.value(Buffer.class), MAX, bytes -> bytes + " bytes are too many");
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatIsSaidInOneTurnKeepsItsOrder() throws Exception {
    List<Frame> frames =
        turn(dialogue -> {
          dialogue.sayItem(1, false, Buffer.buffer("a"), ENCODER);
          dialogue.sayItem(2, true, Buffer.buffer("b"), ENCODER);
          dialogue.say(new Frame.Credit(3, true, new Window(1, 1)));
          dialogue.sayItem(1, false, Buffer.buffer("c"), ENCODER);
          dialogue.say(new Frame.End(1));
        });
    assertEquals(4, frames.size());
    assertEquals(List.of("1 a", "2 b"), items(frames.get(0)));
    assertInstanceOf(Frame.Credit.class, frames.get(1));
    assertEquals(List.of("1 c"), items(frames.get(2)));
    assertInstanceOf(Frame.End.class, frames.get(3));
  }

  @Test
  void manyItemsLeaveInPiecesOfABoundedLength() throws Exception {
    String text = "x".repeat(1000);
    List<Frame> frames =
        turn(dialogue -> {
          for (int i = 0; i < 200; i++) {
            assertTrue(dialogue.sayItem(i, false, Buffer.buffer(text), ENCODER) > 1000);
          }
        });
    List<String> all = new ArrayList<>();
    for (Frame frame : frames) {
      int bytes = ((Frame.Items) frame).bytes().readableBytes();
      assertTrue(bytes < 34 * 1024, bytes + " bytes");
      all.addAll(items(frame));
    }
    assertTrue(frames.size() > 5 && frames.size() < 10, frames.size() + " pieces");
    assertEquals(200, all.size());
    assertEquals("199 " + text, all.getLast());
  }

  @Test
  void anItemThatDoesNotFitIsNotSaid() throws Exception {
    List<Frame> frames =
        turn(dialogue -> {
          assertThrows(PayloadException.class, () -> sayTooLong(dialogue));
          dialogue.sayItem(1, false, Buffer.buffer("a"), ENCODER);
          PayloadException failure =
              assertThrows(PayloadException.class, () -> sayTooLong(dialogue));
          assertTrue(failure.getMessage().endsWith("bytes are too many"), failure.getMessage());
          dialogue.sayItem(1, false, Buffer.buffer("b"), ENCODER);
        });
    assertEquals(1, frames.size());
    assertEquals(List.of("1 a", "1 b"), items(frames.getFirst()));
  }

  private static void sayTooLong(Dialogue dialogue) {
    dialogue.sayItem(1, false, Buffer.buffer(new byte[MAX]), ENCODER);
  }

  /** What a carrier gets of what is said in one turn of an event loop. */
  private static List<Frame> turn(Consumer<Dialogue> says) throws Exception {
    CompletableFuture<List<Frame>> carried = new CompletableFuture<>();
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    CallLoop loop = new CallLoop(0, context, System::nanoTime, new CallLedger());
    loop.execute(() -> {
      try {
        says.accept(new Dialogue(loop, new Collecting(carried), IncomingCall::refuse));
      } catch (Throwable failed) {
        carried.completeExceptionally(failed);
      }
    });
    return carried.get(20, TimeUnit.SECONDS);
  }

  private static List<String> items(Frame frame) {
    List<String> items = new ArrayList<>();
    FrameReader reader = new FrameReader(MAX);
    WireReader in = new WireReader(BufferInternal.buffer(((Frame.Items) frame).bytes()), 0);
    while (in.hasMore()) {
      Frame.Item item = (Frame.Item) reader.read(in);
      items.add(item.id() + " " + FORMAT.value(Buffer.class).read(item.item().bytes()));
    }
    return items;
  }

  /** A wire that keeps what it is given. */
  private record Collecting(CompletableFuture<List<Frame>> carried) implements Carrier {
    @Override
    public String peer() {
      return "nobody";
    }

    @Override
    public boolean isInMemory() {
      return false;
    }

    @Override
    public void carry(List<Frame> frames) {
      carried.complete(frames);
    }

    @Override
    public boolean isFull(long unsaidBytes) {
      return false;
    }

    @Override
    public boolean takesAnswer(long unsaidBytes, long answerBytes) {
      return true;
    }
  }
}
