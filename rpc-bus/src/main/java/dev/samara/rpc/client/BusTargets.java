package dev.samara.rpc.client;

import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.Peer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** This node if it offers the service, else those that do in turn. */
public final class BusTargets implements Targets {
  private static final Optional<Target> HERE = Optional.of(new Target.Here());

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
  public Optional<Target> choose(String service, Optional<String> key, List<Target> before) {
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
  public String nobody(String service) {
    String words = "no node offers the service '" + service + "'";
    return directory
        .departedFrom(service)
        .map(node -> words + " (node '" + node + "' did until it left)")
        .orElse(words);
  }
}
