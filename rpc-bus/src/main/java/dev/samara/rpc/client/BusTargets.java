package dev.samara.rpc.client;

import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** This node if it offers the service, else those that do in turn. */
public final class BusTargets implements Targets {
  private static final Target HERE = new Target.Here();

  private final Predicate<String> offeredHere;
  private final Directory directory;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * The targets on the bus.
   *
   * @param offeredHere whether this node offers a service
   * @param directory knows the others
   */
  public BusTargets(Predicate<String> offeredHere, Directory directory) {
    this.offeredHere = offeredHere;
    this.directory = directory;
  }

  @Override
  public Optional<Target> choose(String service) {
    if (offeredHere.test(service)) {
      return Optional.of(HERE);
    }
    List<Peer> offering = directory.offering(service);
    if (offering.isEmpty()) {
      return Optional.empty();
    }
    int next = Math.floorMod(turn.getAndIncrement(), offering.size());
    return Optional.of(new Target.Node(offering.get(next)));
  }

  @Override
  public List<Target> all(String service) {
    List<Target> all = new ArrayList<>();
    if (offeredHere.test(service)) {
      all.add(HERE);
    }
    directory.offering(service).forEach(peer -> all.add(new Target.Node(peer)));
    return all;
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
