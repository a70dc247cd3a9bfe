package dev.samara.rpc.directory;

import dev.samara.rpc.call.ServiceInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which other node offers what. Changed on one event loop only; read by any thread, through an
 * immutable view that is replaced at each change. Time is an argument, in nanoseconds of any
 * monotonic clock.
 */
public final class Directory {
  private static final int MOST_DEPARTED = 1000;

  /**
   * What an announcement changed.
   *
   * @param newcomer whether this life of that node was unknown before
   * @param gone the lives that ended
   */
  public record Heard(boolean newcomer, List<Peer> gone) {
    static final Heard NOTHING_NEW = new Heard(false, List.of());
  }

  private record Entry(Peer peer, long serial, long heardNanos) {}

  /** A life that is over; what it said before it ended may still be on its way. */
  private record Ended(long incarnation, long untilNanos) {}

  private record View(
      Map<String, List<Peer>> offers,
      Map<String, Owner> owners,
      Map<String, Peer> peers,
      Map<String, String> departed) {}

  private final long lostAfterNanos;

  // Owned by the event loop.
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Ended> ended = new HashMap<>();
  private final Map<String, String> departed = new LinkedHashMap<>();
  private long lastSweepNanos;

  // For all threads.
  private volatile View view = new View(Map.of(), Map.of(), Map.of(), Map.of());

  /**
   * Knows nobody yet.
   *
   * @param nodeLostAfter silence after which a node is lost
   * @param nowNanos the time
   */
  public Directory(Duration nodeLostAfter, long nowNanos) {
    this.lostAfterNanos = nodeLostAfter.toNanos();
    this.lastSweepNanos = nowNanos;
  }

  /**
   * Takes in what another node says of itself.
   *
   * @param said its announcement
   * @param nowNanos the time
   * @return what that changed
   */
  public Heard heard(Announcement said, long nowNanos) {
    Ended over = ended.get(said.nodeId());
    if (over != null && said.incarnation() <= over.incarnation()) {
      return Heard.NOTHING_NEW;
    }
    Entry known = entries.get(said.nodeId());
    if (known != null && said.incarnation() < known.peer().incarnation()) {
      return Heard.NOTHING_NEW;
    }
    if (known != null
        && said.incarnation() == known.peer().incarnation()
        && said.serial() <= known.serial()) {
      // What is sent to us alone comes another way than what is sent to all, and may come later.
      return Heard.NOTHING_NEW;
    }
    boolean newcomer = known == null || said.incarnation() > known.peer().incarnation();
    List<Peer> gone = new ArrayList<>();
    if (known != null && newcomer) {
      gone.add(known.peer());
      remember(known.peer());
    }
    Peer peer =
        new Peer(
            said.nodeId(),
            said.nodeName(),
            said.incarnation(),
            said.loops(),
            said.state(),
            said.services(),
            said.link());
    if (said.state() == NodeState.GONE) {
      gone.addAll(left(said.nodeId(), nowNanos));
      ended.put(said.nodeId(), new Ended(said.incarnation(), nowNanos + lostAfterNanos));
      return new Heard(false, gone);
    }
    if (said.state() == NodeState.LEAVING) {
      remember(peer);
    }
    entries.put(said.nodeId(), new Entry(peer, said.serial(), nowNanos));
    refresh();
    return new Heard(newcomer, gone);
  }

  /**
   * A node has left, as it or the cluster says. Anything it said before is ignored for a while, for
   * it may arrive late.
   *
   * @param nodeId the node
   * @param nowNanos the time
   * @return the life that ended, or nothing if the node was unknown
   */
  public List<Peer> left(String nodeId, long nowNanos) {
    Entry known = entries.remove(nodeId);
    if (known == null) {
      return List.of();
    }
    ended.put(nodeId, new Ended(known.peer().incarnation(), nowNanos + lostAfterNanos));
    remember(known.peer());
    refresh();
    return List.of(known.peer());
  }

  /**
   * Looks for nodes that have been silent for too long; to be called several times in that period.
   * If this node itself stood still meanwhile (a suspended process), the others get a new chance.
   *
   * @param nowNanos the time
   * @return the lives that are taken for ended
   */
  public List<Peer> sweep(long nowNanos) {
    boolean stoodStill = nowNanos - lastSweepNanos > lostAfterNanos / 2;
    lastSweepNanos = nowNanos;
    ended.values().removeIf(over -> nowNanos - over.untilNanos() >= 0);
    if (stoodStill) {
      entries.replaceAll((id, entry) -> new Entry(entry.peer(), entry.serial(), nowNanos));
      return List.of();
    }
    List<Peer> lost =
        entries.values().stream()
            .filter(entry -> nowNanos - entry.heardNanos() >= lostAfterNanos)
            .map(Entry::peer)
            .toList();
    if (!lost.isEmpty()) {
      lost.forEach(peer -> entries.remove(peer.nodeId()));
      lost.forEach(this::remember);
      refresh();
    }
    return lost;
  }

  /**
   * The nodes that offer a service. Any thread.
   *
   * @param service its name
   * @return in the order of their ids, the same for all callers
   */
  public List<Peer> offering(String service) {
    return view.offers().getOrDefault(service, List.of());
  }

  /**
   * The latest owner of a shard among the other nodes. Any thread.
   *
   * @param shard the name of its service
   * @return the one with the greatest epoch
   */
  public Optional<Owner> owner(String shard) {
    return Optional.ofNullable(view.owners().get(shard));
  }

  /**
   * An owner of a shard.
   *
   * @param peer the node
   * @param epoch which ownership it is
   */
  public record Owner(Peer peer, long epoch) {
    private Owner later(Owner other) {
      return other.epoch > epoch ? other : this;
    }
  }

  /**
   * Whether that life of that node goes on, as far as known. Any thread.
   *
   * @param peer a node
   * @return false if it left or was restarted
   */
  public boolean goesOn(Peer peer) {
    Peer known = view.peers().get(peer.nodeId());
    return known != null && known.sameLifeAs(peer);
  }

  /**
   * A node by its id. Any thread.
   *
   * @param nodeId its id
   * @return the node as of its last announcement, unless it left
   */
  public Optional<Peer> peer(String nodeId) {
    return Optional.ofNullable(view.peers().get(nodeId));
  }

  /**
   * The node that offered the service last, if it left. Any thread.
   *
   * @param service its name
   * @return the node's name
   */
  public Optional<String> departedFrom(String service) {
    return Optional.ofNullable(view.departed().get(service));
  }

  /**
   * All known nodes. Any thread.
   *
   * @return as of their last announcements
   */
  public Collection<Peer> peers() {
    return view.peers().values();
  }

  /**
   * What they offer, those that take calls. Any thread.
   *
   * @return as of their last announcements
   */
  public Stream<ServiceInfo> offered() {
    return peers().stream()
        .filter(peer -> peer.state() == NodeState.ALIVE)
        .flatMap(peer -> peer.services().stream());
  }

  private void remember(Peer peer) {
    for (ServiceInfo service : peer.services()) {
      departed.remove(service.service());
      departed.put(service.service(), peer.nodeName());
    }
    var oldest = departed.keySet().iterator();
    for (int surplus = departed.size() - MOST_DEPARTED; surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }

  private void refresh() {
    Map<String, List<Peer>> offers = new HashMap<>();
    Map<String, Owner> owners = new HashMap<>();
    Map<String, Peer> peers = new HashMap<>();
    for (Entry entry : new TreeMap<>(entries).values()) {
      Peer peer = entry.peer();
      peers.put(peer.nodeId(), peer);
      if (peer.state() == NodeState.ALIVE) {
        for (ServiceInfo service : peer.services()) {
          offers.computeIfAbsent(service.service(), name -> new ArrayList<>()).add(peer);
          service
              .epoch()
              .ifPresent(
                  epoch -> owners.merge(service.service(), new Owner(peer, epoch), Owner::later));
        }
      }
    }
    departed.keySet().removeAll(offers.keySet());
    offers.replaceAll((service, offering) -> List.copyOf(offering));
    view =
        new View(Map.copyOf(offers), Map.copyOf(owners), Map.copyOf(peers), Map.copyOf(departed));
  }
}
