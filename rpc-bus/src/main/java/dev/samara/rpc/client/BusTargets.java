package dev.samara.rpc.client;

import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.Peer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** This node if it offers the service, else those that do in turn. */
public final class BusTargets implements Targets {
  private static final Optional<Target> HERE = Optional.of(new Target.Here());

  private final Predicate<String> offeredHere;
  private final Directory directory;
  private final String nodeId;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * The targets on the bus.
   *
   * @param offeredHere whether this node offers a service
   * @param directory knows the others
   * @param nodeId this node's
   */
  public BusTargets(Predicate<String> offeredHere, Directory directory, String nodeId) {
    this.nodeId = nodeId;
    this.offeredHere = offeredHere;
    this.directory = directory;
  }

  @Override
  public Optional<Target> choose(String service, Optional<String> key) {
    if (offeredHere.test(service)) {
      return HERE;
    }
    List<Peer> offering = directory.offering(service);
    if (offering.isEmpty()) {
      return Optional.empty();
    }
    int next = Math.floorMod(turn.getAndIncrement(), offering.size());
    return Optional.of(new Target.Node(offering.get(next)));
  }

  @Override
  public List<Offer> offers(String service) {
    List<Offer> offers = new ArrayList<>();
    if (offeredHere.test(service)) {
      offers.add(new Offer(nodeId, HERE.get()));
    }
    directory
        .offering(service)
        .forEach(peer -> offers.add(new Offer(peer.nodeId(), new Target.Node(peer))));
    offers.sort(Comparator.comparing(Offer::nodeId));
    return offers;
  }

  @Override
  public String nobody(String service) {
    String words = "no node offers the service '" + service + "'";
    return directory
        .departedFrom(service)
        .map(node -> words + " (node '" + node + "' did until it left)")
        .orElse(words);
  }
}
