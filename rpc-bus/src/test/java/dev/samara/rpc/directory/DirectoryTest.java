package dev.samara.rpc.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.ServiceInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time is a number here: each test says what it is. */
class DirectoryTest {
  private final Directory directory = new Directory(Duration.ofMillis(2500), at(0));
  private long serial;

  @Test
  void aNewNodeIsANewcomerOnce() {
    assertTrue(directory.heard(alive("b", 1, "clock"), at(0)).newcomer());
    assertFalse(directory.heard(alive("b", 1, "clock"), at(500)).newcomer());
  }

  @Test
  void nodesThatOfferAServiceAreInTheOrderOfTheirIds() {
    directory.heard(alive("b", 1, "clock"), at(0));
    directory.heard(alive("c", 1, "clock", "other"), at(0));
    assertEquals(List.of("b", "c"), names(directory.offering("clock")));
    assertEquals(Optional.of("c"), chosen("other"));
    assertEquals(Optional.empty(), chosen("none"));
  }

  @Test
  void aWithdrawnServiceIsForgottenWithoutANodeHavingLeft() {
    directory.heard(alive("b", 1, "clock"), at(0));
    directory.heard(alive("b", 1), at(100));
    assertEquals(Optional.empty(), chosen("clock"));
    assertEquals(Optional.empty(), directory.departedFrom("clock"));
  }

  @Test
  void whatWasSaidEarlierAndComesLaterChangesNothing() {
    Announcement earlier = alive("b", 1);
    Announcement later = alive("b", 1, "clock");
    assertTrue(directory.heard(later, at(0)).newcomer());
    assertFalse(directory.heard(earlier, at(1)).newcomer());
    assertEquals(Optional.of("b"), chosen("clock"));
  }

  @Test
  void aSilentNodeIsLostOnTimeAndComesBackWhenItSpeaks() {
    directory.heard(alive("b", 1, "clock"), at(0));
    assertEquals(List.of(), sweptUntil(2499));
    assertEquals(List.of("b"), names(directory.sweep(at(2500))));
    assertEquals(Optional.empty(), chosen("clock"));
    assertEquals(Optional.of("name of b"), directory.departedFrom("clock"));
    assertTrue(directory.heard(alive("b", 1, "clock"), at(2600)).newcomer());
    assertEquals(Optional.of("b"), chosen("clock"));
    assertEquals(Optional.empty(), directory.departedFrom("clock"));
  }

  @Test
  void afterStandingStillItselfTheNodeGivesOthersANewChance() {
    directory.heard(alive("b", 1, "clock"), at(0));
    assertEquals(List.of(), directory.sweep(at(60_000)));
    assertEquals(Optional.of("b"), chosen("clock"));
    directory.sweep(at(61_000));
    directory.sweep(at(62_000));
    assertEquals(List.of("b"), names(directory.sweep(at(62_500))));
  }

  @Test
  void aNodeThatLeftIsNotRevivedByWhatItSaidBefore() {
    directory.heard(alive("b", 5, "clock"), at(0));
    assertEquals(List.of("b"), names(directory.left("b", at(100))));
    assertFalse(directory.heard(alive("b", 5, "clock"), at(101)).newcomer());
    assertFalse(directory.heard(alive("b", 4, "clock"), at(101)).newcomer());
    assertEquals(Optional.empty(), chosen("clock"));
    assertTrue(directory.heard(alive("b", 6, "clock"), at(102)).newcomer());
  }

  @Test
  void aNodeThatWasWronglySaidToHaveLeftComesBackAfterAWhile() {
    directory.heard(alive("b", 5, "clock"), at(0));
    directory.left("b", at(100));
    sweptUntil(2599);
    assertFalse(directory.heard(alive("b", 5, "clock"), at(2599)).newcomer());
    directory.sweep(at(2600));
    assertTrue(directory.heard(alive("b", 5, "clock"), at(2600)).newcomer());
  }

  @Test
  void aRestartUnderTheSameIdEndsTheFormerLife() {
    directory.heard(alive("b", 1, "clock"), at(0));
    Peer former = directory.offering("clock").getFirst();
    assertTrue(directory.goesOn(former));
    Directory.Heard heard = directory.heard(alive("b", 2, "clock"), at(10));
    assertTrue(heard.newcomer());
    assertEquals(List.of(former), heard.gone());
    assertFalse(directory.goesOn(former));
    assertEquals(Directory.Heard.NOTHING_NEW, directory.heard(alive("b", 1), at(20)));
    assertEquals(Optional.of("b"), chosen("clock"));
  }

  @Test
  void aLeavingNodeIsNotChosenButGoesOnUntilItIsGone() {
    directory.heard(alive("b", 1, "clock"), at(0));
    Peer peer = directory.offering("clock").getFirst();
    assertEquals(
        List.of(), directory.heard(said(NodeState.LEAVING, "b", 1, "clock"), at(1)).gone());
    assertEquals(Optional.empty(), chosen("clock"));
    assertEquals(Optional.of("name of b"), directory.departedFrom("clock"));
    assertTrue(directory.goesOn(peer));
    Directory.Heard goodbye = directory.heard(said(NodeState.GONE, "b", 1, "clock"), at(2));
    assertEquals(List.of("b"), names(goodbye.gone()));
    assertFalse(directory.goesOn(peer));
    assertFalse(directory.heard(alive("b", 1, "clock"), at(3)).newcomer());
  }

  @Test
  void theGoodbyeOfAStrangerChangesNothing() {
    Directory.Heard heard = directory.heard(said(NodeState.GONE, "b", 1), at(0));
    assertEquals(Directory.Heard.NOTHING_NEW, heard);
    assertEquals(List.of(), directory.left("nobody", at(0)));
    assertTrue(directory.peers().isEmpty());
  }

  @Test
  void theMemoryOfDepartedServicesIsBounded() {
    for (int i = 0; i < 2_000; i++) {
      directory.heard(alive("n" + i, 1, "s" + i), at(0));
      directory.left("n" + i, at(0));
    }
    assertEquals(Optional.empty(), directory.departedFrom("s999"));
    assertEquals(Optional.of("name of n1000"), directory.departedFrom("s1000"));
  }

  private List<Peer> sweptUntil(long millis) {
    for (long now = 50; now < millis; now += 50) {
      assertEquals(List.of(), directory.sweep(at(now)));
    }
    return directory.sweep(at(millis));
  }

  private Optional<String> chosen(String service) {
    return directory.offering(service).stream().findFirst().map(Peer::nodeId);
  }

  private static List<String> names(List<Peer> peers) {
    return peers.stream().map(Peer::nodeId).toList();
  }

  private Announcement alive(String id, long incarnation, String... services) {
    return said(NodeState.ALIVE, id, incarnation, services);
  }

  private Announcement said(NodeState state, String id, long incarnation, String... services) {
    String name = "name of " + id;
    List<ServiceInfo> infos =
        Arrays.stream(services).map(service -> new ServiceInfo(service, name, List.of())).toList();
    return new Announcement(id, name, incarnation, ++serial, 2, state, infos, Optional.empty());
  }

  /** Near the end of the range, where a clock of nanoseconds wraps around. */
  private static long at(long millis) {
    return Long.MAX_VALUE - 1_000_000 + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
