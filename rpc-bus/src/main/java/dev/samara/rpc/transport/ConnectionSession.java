package dev.samara.rpc.transport;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Carrier;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection that speaks RPC: its dialogue, and what carries it. Each message has the frames of
 * one turn, cut where it gets long. While calls wait for it, a peer that is silent is asked for a
 * sign of life, and given up when none comes. Owned by the connection's event loop.
 */
public final class ConnectionSession implements Session, Carrier {
  /** Whoever has a use for the connection. Called on its event loop. */
  public interface Owner {

    /**
     * Who is at the other end.
     *
     * @return for a human
     */
    String peer();

    /**
     * How much may be on its way to the peer.
     *
     * @return bytes, at most what the connection's queue takes
     */
    long maxQueuedBytes();

    /**
     * The connection is no more; nothing is sent from now on.
     *
     * @param session to be given up with {@link ConnectionSession#lost}, or its dialogue be closed:
     *     at once, or a moment later if more is known then
     * @param reason for a human
     */
    void ended(ConnectionSession session, String reason);
  }

  /** Frames are joined in one message up to this size. */
  private static final int MESSAGE_BYTES = 64 * 1024;

  /** A frame that is as long is a message of its own: its payload need not be copied into one. */
  private static final int LONG_FRAME_BYTES = 4 * 1024;

  private static final int MAX_HELD_BYTES = 16 * 1024;

  private final Control control;
  private final LoopDialogues loop;
  private final Duration silence;
  private final Owner owner;
  private final Dialogue dialogue;
  private Consumer<ConnectionSession> onRoom = session -> {};
  private boolean open;
  private boolean ended;
  private boolean asked;
  private long tickedNanos;
  private long stoodStillNanos;

  /** Messages with calls that are being served: a connection that drains waits for them. */
  private int heldMessages;

  private int heldBytes;

  /**
   * A session.
   *
   * @param control the connection, not yet open
   * @param loop what its event loop has
   * @param server deals with the peer's calls
   * @param silence how long a peer may be silent while calls wait for it
   * @param owner told when it is no more
   */
  public ConnectionSession(
      Control control, LoopDialogues loop, Server server, Duration silence, Owner owner) {
    this.control = control;
    this.loop = loop;
    this.silence = silence;
    this.owner = owner;
    this.tickedNanos = loop.loop().nanoTime();
    this.stoodStillNanos = tickedNanos;
    this.dialogue = new Dialogue(loop.loop(), this, server);
    this.open = control.wasConnected();
  }

  /**
   * The calls of the connection. Any thread.
   *
   * @return its dialogue
   */
  public Dialogue dialogue() {
    return dialogue;
  }

  @Override
  public void messages(List<Buffer> messages) {
    asked = false;
    int before = dialogue.serving();
    try {
      for (Buffer message : messages) {
        loop.read(message, dialogue);
      }
    } catch (RuntimeException broken) {
      control.fail("not a message of RPC: " + Texts.describe(broken));
    }
    int bytes = 0;
    for (Buffer message : messages) {
      bytes += message.length();
    }
    if (dialogue.serving() > before && heldBytes + bytes <= MAX_HELD_BYTES) {
      heldMessages += messages.size();
      heldBytes += bytes;
    } else {
      control.handled(messages.size());
    }
    release();
  }

  /** So few that the connection goes on being read: what comes may be what a call waits for. */
  private void release() {
    if (heldMessages > 0 && dialogue.serving() == 0) {
      control.handled(heldMessages);
      heldMessages = 0;
      heldBytes = 0;
    }
  }

  @Override
  public boolean idle() {
    if (asked) {
      return false;
    }
    ask();
    return true;
  }

  @Override
  public void tick(long nowNanos) {
    release();
    long now = loop.loop().nanoTime();
    if (now - tickedNanos > silence.toNanos() / 4 || !dialogue.isWaiting()) {
      stoodStillNanos = now; // This side did not listen, or nothing was awaited: a new chance.
    }
    tickedNanos = now;
    if (!open || !dialogue.isWaiting()) {
      return;
    }
    long silentNanos = Math.min(now - dialogue.heardNanos(), now - stoodStillNanos);
    if (silentNanos > silence.toNanos() && asked) {
      control.fail(peer() + " has been silent for " + silence);
    } else if (silentNanos > silence.toNanos() / 2 && !asked) {
      ask();
    }
  }

  private void ask() {
    asked = true;
    dialogue.ping();
  }

  @Override
  public void opened() {
    open = true;
    stoodStillNanos = loop.loop().nanoTime();
    onRoom.accept(this);
  }

  @Override
  public void outputEmpty() {
    onRoom.accept(this);
  }

  /**
   * Whether calls may be sent. On the event loop.
   *
   * @return false while the connection is being dialled
   */
  boolean isOpen() {
    return open;
  }

  /**
   * Asks to be told whenever there is room for calls: when the connection opens, and when all that
   * was sent has left. On the event loop; the last one who asks.
   *
   * @param action gets this session
   */
  public void onRoom(Consumer<ConnectionSession> action) {
    onRoom = action;
  }

  @Override
  public void connectFailed(Event.ConnectFinished event) {
    end("the connection to " + peer() + " was not made");
  }

  @Override
  public void rejected(Event.MessageRejected event) {
    control.fail("an answer could not be sent");
  }

  @Override
  public void closed(Event.Disconnected event) {
    end("the connection to " + peer() + " was lost");
  }

  private void end(String reason) {
    ended = true;
    owner.ended(this, reason);
  }

  /**
   * Gives up what was under way.
   *
   * @param reason what happened, for a human
   */
  public void lost(String reason) {
    dialogue.close(FailureKind.CONNECTION_LOST, reason);
  }

  // ---- the carrier

  @Override
  public String peer() {
    return owner.peer();
  }

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public boolean isFull(long unsaidBytes) {
    // The other half is for answers, credit, and one request that is long.
    return control.queuedBytes() + unsaidBytes > owner.maxQueuedBytes() / 2;
  }

  @Override
  public boolean takesAnswer(long unsaidBytes, long answerBytes) {
    // An eighth is for failures and credit: beyond the bound the connection would be closed.
    long before = control.queuedBytes() + unsaidBytes;
    return before == 0 || before + answerBytes <= owner.maxQueuedBytes() / 8 * 7;
  }

  @Override
  public void carry(List<Frame> frames) {
    if (ended) {
      return; // Nobody begins a call any more, and what is under way is about to be given up.
    }
    int first = 0;
    int bytes = 0;
    for (int i = 0; i < frames.size(); i++) {
      int next = FrameWriter.roughBytes(frames.get(i));
      boolean isLong = next >= LONG_FRAME_BYTES;
      if (i > first && (isLong || bytes + next > MESSAGE_BYTES)) {
        send(frames.subList(first, i), joined(frames.subList(first, i), bytes));
        first = i;
        bytes = 0;
      }
      bytes += next;
      if (isLong) {
        send(frames.subList(i, i + 1), FrameWriter.alone(frames.get(i)));
        first = i + 1;
        bytes = 0;
      }
    }
    if (first < frames.size()) {
      List<Frame> last = frames.subList(first, frames.size());
      send(last, joined(last, bytes));
    }
    control.flushAnswers();
    release();
  }

  private static Buffer joined(List<Frame> frames, int bytes) {
    ByteBuf out = Unpooled.buffer(bytes);
    frames.forEach(frame -> FrameWriter.write(out, frame));
    return BufferInternal.buffer(out);
  }

  private static boolean areRequests(List<Frame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (!(frames.get(i) instanceof Frame.Request)) {
        return false;
      }
    }
    return true;
  }

  private void send(List<Frame> frames, Buffer message) {
    if (!areRequests(frames)) {
      // Without it calls would hang: if it is not accepted, the connection ends.
      control.answer(message);
      return;
    }
    control
        .send(message)
        .onFailure(cause -> {
          boolean whole =
              cause instanceof UndeliveredException undelivered
                  && undelivered.outcome() != UndeliveredException.Outcome.INCOMPLETE;
          boolean full =
              cause instanceof UndeliveredException undelivered
                  && undelivered.outcome() == UndeliveredException.Outcome.REJECTED;
          FailureKind kind = full ? FailureKind.OVERLOADED : FailureKind.CONNECTION_LOST;
          dialogue.notCarried(frames, kind, whole, ": " + Texts.describe(cause));
        });
  }
}
