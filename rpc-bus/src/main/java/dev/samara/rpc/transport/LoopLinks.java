package dev.samara.rpc.transport;

import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.directory.LinkAddress;
import dev.samara.rpc.directory.Peer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The links of one event loop, which owns them; each node is dialled at the first call to it. */
final class LoopLinks {
  private final LoopDialogues loop;
  private final NodeLinks node;
  private final Map<String, NodeLink> links = new HashMap<>();

  LoopLinks(LoopDialogues loop, NodeLinks node) {
    this.loop = loop;
    this.node = node;
  }

  /** Where a call goes; empty while there is no connection, or for a node that takes none. */
  Optional<Dialogue> to(Peer peer) {
    return peer.link().flatMap(address -> link(peer, address).use(loop.loop().recentNanos()));
  }

  private NodeLink link(Peer peer, LinkAddress address) {
    NodeLink known = links.get(peer.nodeId());
    if (known != null && known.leadsTo(peer)) {
      return known;
    }
    if (known != null) {
      known.nodeLeft();
    }
    NodeLink link = new NodeLink(loop, node, peer, address);
    links.put(peer.nodeId(), link);
    return link;
  }

  /** A node is no more. */
  void gone(Peer gone) {
    NodeLink known = links.get(gone.nodeId());
    if (known != null && known.leadsTo(gone)) {
      links.remove(gone.nodeId());
      known.nodeLeft();
    }
  }

  /** Closes what nobody has used for so long, and tells of links that do not come to stand. */
  void tidy(long nowNanos, long unusedNanos) {
    links
        .values()
        .removeIf(link -> {
          link.look(nowNanos);
          boolean unused = link.isUnused(nowNanos, unusedNanos);
          if (unused) {
            link.close();
          }
          return unused;
        });
  }
}
