package dev.samara.rpc.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {
  private static final List<Candidate> FOUR =
      List.of(
          new Candidate("a", false, 5),
          new Candidate("b", true, 9),
          new Candidate("c", false, 1),
          new Candidate("d", false, 7));

  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource
  void allChooseOneThatIsThere(Balancing balancing) {
    var balancer = new Balancer(balancing);
    assertEquals(Optional.empty(), choose(balancer, List.of(), "x"));
    var one = List.of(FOUR.getFirst());
    assertEquals(Optional.of(one.getFirst()), choose(balancer, one, "x"));
    for (var i = 0; i < 100; i++) {
      assertTrue(FOUR.contains(choose(balancer, FOUR, "x").orElseThrow()));
      var avoided = Set.of("a", "b", "c");
      assertEquals("d", choose(balancer, FOUR, "x", avoided));
    }
    var all = Set.of("a", "b", "c", "d");
    assertTrue(all.contains(choose(balancer, FOUR, "x", all)));
  }

  @Test
  void localFirstAndOthersInTurn() {
    var balancer = new Balancer(Balancing.LOCAL_FIRST);
    assertEquals("b", choose(balancer, FOUR, "x", Set.of()));
    assertEquals(
        List.of("a", "c", "d", "a"),
        Stream.generate(() -> choose(balancer, FOUR, "x", Set.of("b"))).limit(4).toList());
  }

  @Test
  void allInTurnAlsoAfterManyTurns() {
    var balancer = new Balancer(Balancing.ROUND_ROBIN);
    assertEquals(
        List.of("a", "b", "c", "d", "a"),
        Stream.generate(() -> choose(balancer, FOUR, "x", Set.of())).limit(5).toList());
  }

  @Test
  void theFewestPendingAndAmongEqualsByChance() {
    var balancer = new Balancer(Balancing.LEAST_PENDING);
    assertEquals("c", choose(balancer, FOUR, "x", Set.of()));
    var equal = IntStream.range(0, 4).mapToObj(i -> new Candidate("n" + i, false, 0)).toList();
    var counts = count(balancer, equal);
    assertEquals(4, counts.size());
  }

  @Test
  void ofTwoTheBetterOne() {
    var counts = count(new Balancer(Balancing.TWO_RANDOM_CHOICES), FOUR);
    // The worst is never better than another one; the best always is: in half of all pairs.
    assertEquals(Set.of("a", "c", "d"), counts.keySet());
    assertTrue(counts.get("c") > 4_500 && counts.get("c") < 5_500, counts.toString());
  }

  @Test
  void keysStayWhenNodesComeAndGo() {
    var balancer = new Balancer(Balancing.BY_KEY);
    var fewer = FOUR.subList(0, 3);
    var moved = 0;
    var counts = new HashMap<String, Integer>();
    for (var i = 0; i < 10_000; i++) {
      var before = choose(balancer, FOUR, "key" + i, Set.of());
      var after = choose(balancer, fewer, "key" + i, Set.of());
      counts.merge(before, 1, Integer::sum);
      if (!before.equals(after)) {
        assertEquals("d", before);
        moved++;
      }
    }
    assertTrue(moved > 2_200 && moved < 2_800, "moved " + moved);
    counts.values().forEach(count -> assertTrue(count > 2_200 && count < 2_800, "" + counts));
  }

  @Test
  void theNodeOfAKeyIsTheSameInEveryVersion() {
    var balancer = new Balancer(Balancing.BY_KEY);
    var homes =
        Stream.of("", "Ann", "Bob", "Zoë", "4711")
            .map(key -> choose(balancer, FOUR, key, Set.of()))
            .toList();
    assertEquals("bbdab", String.join("", homes));
  }

  private Map<String, Integer> count(Balancer balancer, List<Candidate> candidates) {
    var counts = new HashMap<String, Integer>();
    for (var i = 0; i < 10_000; i++) {
      counts.merge(choose(balancer, candidates, "x", Set.of()), 1, Integer::sum);
    }
    return counts;
  }

  private String choose(
      Balancer balancer, List<Candidate> candidates, String key, Set<String> avoided) {
    return balancer.choose(candidates, Optional.of(key), avoided, random).orElseThrow().nodeId();
  }

  private Optional<Candidate> choose(Balancer balancer, List<Candidate> candidates, String key) {
    return balancer.choose(candidates, Optional.of(key), Set.of(), random);
  }
}
