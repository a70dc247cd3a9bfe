package dev.samara.rpc.transport;

import dev.samara.net.HubLink;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Session;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.dialogue.Server;
import dev.samara.rpc.directory.LinkAddress;
import dev.samara.rpc.directory.Peer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one event loop to one life of another node, dialled anew when it is lost. Owned
 * by that event loop.
 *
 * <p>A connection that ends and a node that leaves are told in two ways, of which either may be the
 * faster: the one waits for the other, so that calls fail for the right reason, and last answers
 * are not missed. That the node lives is certain when the next connection stands.
 *
 * <pre>
 *   OPEN ──connection ended──▶ CUT ──node left──────────────────────────────▶ closed, NODE_LEFT
 *    │                          └──next one stands, or silence and 500 ms──▶ closed, CONNECTION_LOST
 *    └──node left──▶ LEFT ──connection ended, or 500 ms──────────────────────▶ closed, NODE_LEFT
 * </pre>
 */
final class NodeLink implements ConnectionSession.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Server NOBODY =
      call -> call.fail(FailureKind.NO_SUCH_SERVICE, "calls are made by whoever has dialled");

  private final LoopDialogues loop;
  private final NodeLinks node;
  private final Peer peer;
  private final HubLink link;

  /** OPEN, or LEFT if the node has left. */
  private Optional<ConnectionSession> open = Optional.empty();

  /** CUT. */
  private final Set<ConnectionSession> cut = new LinkedHashSet<>();

  private boolean nodeLeft;
  private long usedNanos;
  private long downSinceNanos;
  private boolean warned;

  NodeLink(LoopDialogues loop, NodeLinks node, Peer peer, LinkAddress address) {
    this.loop = loop;
    this.node = node;
    this.peer = peer;
    this.downSinceNanos = loop.loop().nanoTime();
    this.link = node.dial(loop.loop().context(), address, this::session);
  }

  private Session session(Session.Control control) {
    ConnectionSession session = new ConnectionSession(control, loop, NOBODY, node.silence(), this);
    open = Optional.of(session);
    warned = false;
    node.changed(1);
    List.copyOf(cut).forEach(this::lost);
    LOG.info("calls to {} go over {} from now on", peer(), control.remoteAddress());
    return session;
  }

  boolean leadsTo(Peer other) {
    return peer.sameLifeAs(other);
  }

  /** For a call; empty while there is no connection. */
  Optional<Dialogue> use(long nowNanos) {
    usedNanos = nowNanos;
    return open.map(ConnectionSession::dialogue);
  }

  /** Tells once that there is no connection, for whoever expects one. */
  void look(long nowNanos) {
    if (open.isEmpty() && !warned && nowNanos - downSinceNanos > WARN_NANOS) {
      warned = true;
      LOG.warn(
          "{} takes calls at {}, but no connection can be made; they go over the bus",
          peer(),
          peer.link().orElseThrow());
    }
  }

  boolean isUnused(long nowNanos, long limitNanos) {
    return nowNanos - usedNanos > limitNanos
        && cut.isEmpty()
        && open.map(session -> session.dialogue().isIdle()).orElse(true);
  }

  void close() {
    link.close(CloseMode.NOW, Duration.ZERO);
  }

  @Override
  public String peer() {
    return "node '" + peer.nodeName() + "'";
  }

  @Override
  public long maxQueuedBytes() {
    return node.maxQueuedBytes();
  }

  @Override
  public void ended(ConnectionSession session, String reason) {
    open = open.filter(current -> current != session);
    downSinceNanos = loop.loop().nanoTime();
    node.changed(-1);
    LOG.info("{}; calls go over the bus", reason);
    if (nodeLeft) {
      left(session);
      close();
    } else {
      cut.add(session);
      after(node.silence().plus(MOMENT), () -> lost(session));
    }
  }

  private void lost(ConnectionSession session) {
    if (cut.remove(session)) {
      session.lost("the connection to " + peer() + " was lost");
    }
  }

  /** The node is no more. */
  void nodeLeft() {
    nodeLeft = true;
    List.copyOf(cut).forEach(this::left);
    cut.clear();
    if (open.isEmpty()) {
      close();
    } else {
      after(
          MOMENT,
          () -> {
            open.ifPresent(this::left);
            close();
          });
    }
  }

  private void left(ConnectionSession session) {
    session.dialogue().close(FailureKind.NODE_LEFT, peer() + " left");
  }

  private void after(Duration wait, Runnable task) {
    var vertx = loop.loop().context().owner();
    vertx.setTimer(wait.toMillis(), timer -> loop.loop().execute(task));
  }
}
