package dev.samara.rpc.policy;

import dev.samara.rpc.hash.StableHash;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Chooses a node for each attempt. Any thread. */
public final class Balancer {
  private final Balancing balancing;
  private final AtomicInteger turns = new AtomicInteger();

  /**
   * For one service and client.
   *
   * @param balancing how
   */
  public Balancer(Balancing balancing) {
    this.balancing = balancing;
  }

  /**
   * Chooses.
   *
   * @param candidates those that offer the service, each time in the same order
   * @param key of the call
   * @param avoided the ids of nodes to take only if there is no other: it was tried there
   * @param random where chance comes from
   * @return one of the candidates; empty if there are none
   */
  public Optional<Candidate> choose(
      List<Candidate> candidates,
      Optional<String> key,
      Set<String> avoided,
      RandomGenerator random) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    var fresh = avoided.isEmpty() ? candidates : without(candidates, avoided);
    return Optional.of(among(fresh.isEmpty() ? candidates : fresh, key, random));
  }

  private static List<Candidate> without(List<Candidate> candidates, Set<String> avoided) {
    return candidates.stream().filter(one -> !avoided.contains(one.nodeId())).toList();
  }

  private Candidate among(List<Candidate> all, Optional<String> key, RandomGenerator random) {
    if (all.size() == 1) {
      return all.getFirst();
    }
    return switch (balancing) {
      case LOCAL_FIRST ->
          all.stream().filter(Candidate::local).findFirst().orElseGet(() -> inTurn(all));
      case ROUND_ROBIN -> inTurn(all);
      case LEAST_PENDING -> leastPending(all, random);
      case TWO_RANDOM_CHOICES -> betterOfTwo(all, random);
      case BY_KEY -> key.map(text -> byKey(all, text)).orElseGet(() -> inTurn(all));
    };
  }

  private Candidate inTurn(List<Candidate> all) {
    return all.get(Math.floorMod(turns.getAndIncrement(), all.size()));
  }

  /** Starts by chance, so that callers with the same view do not all choose the same node. */
  private static Candidate leastPending(List<Candidate> all, RandomGenerator random) {
    var first = random.nextInt(all.size());
    var best = all.get(first);
    for (var i = 1; i < all.size(); i++) {
      var other = all.get((first + i) % all.size());
      if (other.pending() < best.pending()) {
        best = other;
      }
    }
    return best;
  }

  private static Candidate betterOfTwo(List<Candidate> all, RandomGenerator random) {
    var first = random.nextInt(all.size());
    // Another one than the first.
    var second = (first + 1 + random.nextInt(all.size() - 1)) % all.size();
    var one = all.get(first);
    var other = all.get(second);
    return other.pending() < one.pending() ? other : one;
  }

  /** The node with the highest weight for the key. */
  private static Candidate byKey(List<Candidate> all, String key) {
    return all.stream()
        .max(
            Comparator.<Candidate>comparingLong(one -> StableHash.weight(one.nodeId(), key))
                .thenComparing(Candidate::nodeId))
        .orElseThrow();
  }
}
