package dev.samara.rpc.transport;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Attempt;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.LocalCalls;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.Peer;
import dev.samara.rpc.wire.FrameReader;
import dev.samara.rpc.wire.WireReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The dialogues of one event loop over the bus, and the one of the node with itself. Calls to nodes
 * that take them over connections go over its links, if it has any. Owned by that event loop.
 */
public final class LoopDialogues {
  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /**
   * What all event loops of a node have in common.
   *
   * @param bus carries batches
   * @param server deals with calls
   * @param directory knows who goes on
   * @param nodeId of this node
   * @param nodeName the same for humans
   * @param incarnation which life of this node
   * @param maxPayloadBytes the longest arguments, result or item
   * @param maxQueuedBytes how much may be on its way to one event loop of another node
   * @param nodeLostAfter after so much silence a stranger is forgotten
   */
  public record Node(
      Bus bus,
      Server server,
      Directory directory,
      String nodeId,
      String nodeName,
      long incarnation,
      int maxPayloadBytes,
      long maxQueuedBytes,
      Duration nodeLostAfter) {}

  private record Key(String nodeId, int loop) {}

  private record Talk(long incarnation, Dialogue dialogue) {}

  private final CallLoop loop;
  private final Node node;
  private final FrameReader reader;
  private final LocalCalls local;

  /** For calls with streams to this node itself. */
  private final Dialogue loopback;

  private final Map<Key, Talk> talks = new HashMap<>();
  private Optional<LoopLinks> links = Optional.empty();
  private Optional<String> closed = Optional.empty();

  /**
   * None yet but the one of the node with itself.
   *
   * @param loop owns them
   * @param node what it has in common with others
   */
  public LoopDialogues(CallLoop loop, Node node) {
    this.loop = loop;
    this.node = node;
    this.reader = new FrameReader(node.maxPayloadBytes());
    this.local = new LocalCalls(loop, node.server(), node.nodeName());
    this.loopback = MemoryCarrier.loopback(loop, node.server(), node.nodeName());
  }

  /**
   * From now on calls go over connections to nodes that take them, where there is one. Any thread.
   *
   * @param connections of the node
   */
  public void use(NodeLinks connections) {
    loop.execute(() -> links = Optional.of(new LoopLinks(this, connections)));
  }

  /**
   * Whose they are. Any thread.
   *
   * @return the event loop
   */
  public CallLoop loop() {
    return loop;
  }

  /**
   * Reads frames of this event loop's peers.
   *
   * @param frames one behind the other
   * @param dialogue takes them
   * @throws IllegalArgumentException if they are none; those before have been taken
   */
  void read(Buffer frames, Dialogue dialogue) {
    loop.nanoTime();
    WireReader in = new WireReader(frames, 0);
    while (in.hasMore()) {
      dialogue.receive(reader.read(in));
    }
  }

  /**
   * Makes a request to this node itself or to another.
   *
   * @param attempt gets its outcome, perhaps at once
   * @param peer another node, or empty for this one
   */
  public void start(Attempt attempt, Optional<Peer> peer) {
    if (closed.isPresent()) {
      attempt.refuse(FailureKind.CANCELLED, closed.get());
    } else if (peer.isEmpty()) {
      startHere(attempt);
    } else if (!node.directory().goesOn(peer.get())) {
      attempt.refuse(FailureKind.NODE_LEFT, "node '" + peer.get().nodeName() + "' has left");
    } else {
      Peer other = peer.get();
      links
          .flatMap(connections -> connections.to(other))
          .orElseGet(() -> overBus(other))
          .start(attempt);
    }
  }

  private Dialogue overBus(Peer other) {
    Key key = new Key(other.nodeId(), loop.index() % other.loops());
    return dialogue(key, other.nodeName(), other.incarnation());
  }

  private void startHere(Attempt attempt) {
    if (attempt.hasStreams()) {
      loopback.start(attempt);
    } else {
      local.start(attempt);
    }
  }

  /**
   * Takes what another node said.
   *
   * @param message the body of a bus message
   * @throws IllegalArgumentException if it is no batch
   */
  public void receive(Object message) {
    if (!(message instanceof Batch batch)) {
      throw new IllegalArgumentException("not an RPC message");
    }
    Key key = new Key(batch.from().nodeId(), batch.from().loop());
    Talk known = talks.get(key);
    if (known != null && known.incarnation() > batch.from().incarnation()) {
      return; // It was said in an earlier life.
    }
    read(batch.frames(), dialogue(key, batch.from().nodeName(), batch.from().incarnation()));
  }

  private Dialogue dialogue(Key key, String nodeName, long incarnation) {
    Talk known = talks.get(key);
    if (known != null && known.incarnation() == incarnation) {
      return known.dialogue();
    }
    if (known != null) {
      end(key, known, nodeName);
    }
    Origin self = new Origin(node.nodeId(), node.nodeName(), node.incarnation(), loop.index());
    BusCarrier carrier =
        new BusCarrier(
            self, nodeName, node.bus().to(key.nodeId(), key.loop()), node.maxQueuedBytes());
    Dialogue dialogue = new Dialogue(loop, carrier, node.server());
    carrier.join(dialogue);
    talks.put(key, new Talk(incarnation, dialogue));
    return dialogue;
  }

  private void end(Key key, Talk talk, String nodeName) {
    talks.remove(key);
    talk.dialogue().close(FailureKind.NODE_LEFT, "node '" + nodeName + "' left");
  }

  /**
   * A node is no more: calls to it have failed, calls of it are stopped.
   *
   * @param gone the life that is over
   */
  public void gone(Peer gone) {
    for (Map.Entry<Key, Talk> talk : List.copyOf(talks.entrySet())) {
      if (talk.getKey().nodeId().equals(gone.nodeId())
          && talk.getValue().incarnation() <= gone.incarnation()) {
        end(talk.getKey(), talk.getValue(), gone.nodeName());
      }
    }
    links.ifPresent(connections -> connections.gone(gone));
  }

  /**
   * Forgets dialogues that nobody needs; to be called about every second.
   *
   * @param nowNanos the time
   */
  public void tidy(long nowNanos) {
    for (Map.Entry<Key, Talk> talk : List.copyOf(talks.entrySet())) {
      Dialogue dialogue = talk.getValue().dialogue();
      long silentNanos = nowNanos - dialogue.heardNanos();
      String nodeId = talk.getKey().nodeId();
      boolean stranger = node.directory().peer(nodeId).isEmpty();
      if (dialogue.isIdle() && silentNanos > FORGET_NANOS
          || stranger && silentNanos > node.nodeLostAfter().toNanos()) {
        end(talk.getKey(), talk.getValue(), nodeId);
      }
    }
    links.ifPresent(connections -> connections.tidy(nowNanos, FORGET_NANOS));
  }

  /**
   * Ends all dialogues; later requests fail at once.
   *
   * @param reason for a human
   * @return completes when that is done
   */
  public Future<Void> close(String reason) {
    return loop.context()
        .<Void>future(done ->
            loop.execute(() -> {
              closed = Optional.of(reason);
              loop.close(FailureKind.CANCELLED, reason);
              talks.clear();
              done.complete();
            }));
  }
}
