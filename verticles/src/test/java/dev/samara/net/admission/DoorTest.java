package dev.samara.net.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.AccessRules;
import dev.samara.net.access.Rate;
import dev.samara.net.access.Refusal;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Transport;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets a place; no socket and no clock. */
class DoorTest {

  private static final long SECOND = 1_000_000_000L;

  private final Places places = new Places();
  private long now;

  private Door door(AccessOptions options) {
    return new Door(options, places, now);
  }

  private static Peer from(String address) {
    return new Peer(Transport.TCP, SocketAddress.inetSocketAddress(1, address), "lines", List.of());
  }

  private Optional<Refusal> enter(Door door, String address) {
    return door.enter(from(address), now).map(Door.Refused::refusal);
  }

  private void assertIn(Door door, String address) {
    assertEquals(Optional.empty(), enter(door, address));
  }

  private void assertOut(Refusal refusal, Door door, String address) {
    assertEquals(Optional.of(refusal), enter(door, address));
  }

  @Test
  void limitsTheListener() {
    var door = door(AccessOptions.defaults().withMaxConnections(2));
    assertIn(door, "192.0.2.1");
    assertIn(door, "192.0.2.1");
    assertOut(Refusal.LISTENER_FULL, door, "192.0.2.2");
    door.leave(from("192.0.2.1"), now);
    assertIn(door, "192.0.2.2");
  }

  @Test
  void limitsTheNode() {
    places.limit(2);
    var one = door(AccessOptions.defaults());
    var other = door(AccessOptions.defaults());
    assertIn(one, "192.0.2.1");
    assertIn(other, "192.0.2.1");
    assertOut(Refusal.NODE_FULL, one, "192.0.2.1");
    assertOut(Refusal.NODE_FULL, other, "192.0.2.1");
    other.leave(from("192.0.2.1"), now);
    assertIn(one, "192.0.2.1");
    assertThrows(IllegalArgumentException.class, () -> places.limit(0));
  }

  @Test
  void limitsEachAddressAndForgetsItAfterwards() {
    var door = door(AccessOptions.defaults().withMaxConnectionsPerAddress(1));
    assertIn(door, "192.0.2.1");
    assertOut(Refusal.ADDRESS_FULL, door, "192.0.2.1");
    assertIn(door, "192.0.2.2");
    door.leave(from("192.0.2.1"), now);
    assertIn(door, "192.0.2.1");
  }

  @Test
  void aNetworkOfIpv6HostsIsOneAddress() {
    var door = door(AccessOptions.defaults().withMaxConnectionsPerAddress(1));
    assertIn(door, "2001:db8:0:1::1");
    assertOut(Refusal.ADDRESS_FULL, door, "2001:db8:0:1:ffff::2");
    assertIn(door, "2001:db8:0:2::1");
  }

  @Test
  void unixSocketsHaveNoAddressLimit() {
    var door = door(AccessOptions.defaults().withMaxConnectionsPerAddress(1));
    var peer = new Peer(Transport.UNIX, SocketAddress.domainSocketAddress(""), "local", List.of());
    assertEquals(Optional.empty(), door.enter(peer, now));
    assertEquals(Optional.empty(), door.enter(peer, now));
    door.leave(peer, now);
    door.leave(peer, now);
  }

  @Test
  void keepsTheRates() {
    var options =
        AccessOptions.defaults()
            .withConnectionRates(Optional.of(new Rate(10, 3)), Optional.of(new Rate(1, 1)));
    var door = door(options);
    assertIn(door, "192.0.2.1");
    assertOut(Refusal.ADDRESS_RATE, door, "192.0.2.1");
    assertIn(door, "192.0.2.2");
    assertIn(door, "192.0.2.3");
    assertOut(Refusal.RATE, door, "192.0.2.4");
    now += SECOND / 10;
    assertOut(Refusal.ADDRESS_RATE, door, "192.0.2.1");
    assertIn(door, "192.0.2.4");
    now += SECOND;
    assertIn(door, "192.0.2.1");
  }

  @Test
  void whoIsRefusedUsesUpNothing() {
    var options =
        AccessOptions.defaults()
            .withMaxConnections(2)
            .withRules(AccessRules.of("deny 10.0.0.0/8", "allow"))
            .withConnectionRates(Optional.of(new Rate(1, 2)), Optional.empty());
    var door = door(options);
    for (var i = 0; i < 10; i++) {
      assertOut(Refusal.RULES, door, "10.0.0.1");
    }
    assertIn(door, "192.0.2.1");
    assertIn(door, "192.0.2.1");
  }

  @Test
  void forgetsAddressesThatHaveGone() {
    var table = new AddressTable(1, Optional.empty());
    var address = InetAddress.ofLiteral("192.0.2.1");
    table.enter(address, now);
    assertEquals(1, table.size());
    table.leave(address, now);
    assertEquals(0, table.size());
  }

  @Test
  void remembersABoundedNumberOfAddressesForTheirRates() {
    var table = new AddressTable(1, Optional.of(new Rate(1, 1)));
    var stays = InetAddress.ofLiteral("192.0.2.1");
    table.enter(stays, now);
    for (var i = 0; i < 5 * AddressTable.MAX_IDLE; i++) {
      var address = InetAddress.ofLiteral("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
      table.enter(address, now);
      table.leave(address, now);
    }
    assertTrue(table.size() <= 2 * AddressTable.MAX_IDLE + 2, "size: " + table.size());
    assertEquals(Optional.of(Refusal.ADDRESS_FULL), table.check(stays, now));
    // When their rates allow them again there is no reason to remember them.
    now += 10 * SECOND;
    for (var i = 0; i < 2 * AddressTable.MAX_IDLE + 2; i++) {
      var address = InetAddress.ofLiteral("11.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
      table.enter(address, now);
      now += 2 * SECOND;
      table.leave(address, now);
    }
    assertTrue(table.size() < AddressTable.MAX_IDLE, "size: " + table.size());
  }

  @Test
  void neverLetsInTooManyWhenManyThreadsKnock() throws Exception {
    places.limit(150);
    var options = AccessOptions.defaults().withMaxConnections(100).withMaxConnectionsPerAddress(60);
    var doors = List.of(door(options), door(options));
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var threads =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(number ->
                Thread.ofPlatform()
                    .start(() -> {
                      var door = doors.get(number % 2);
                      var peer = from("192.0.2." + number);
                      for (var round = 0; round < 200; round++) {
                        var mine = 0;
                        for (var i = 0; i < 50; i++) {
                          if (door.enter(peer, 0).isEmpty()) {
                            mine++;
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                          }
                        }
                        for (var i = 0; i < mine; i++) {
                          inside.decrementAndGet();
                          door.leave(peer, 0);
                        }
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertTrue(most.get() <= 150, "most: " + most);
    for (var i = 0; i < 60; i++) {
      assertIn(doors.getFirst(), "192.0.2.1");
    }
    assertOut(Refusal.ADDRESS_FULL, doors.getFirst(), "192.0.2.1");
  }

  @Test
  void countsEachRefusalAndLogsOneASecond() {
    var counts = new RefusalCounts("lines");
    assertTrue(counts.add(Refusal.RULES, "a", "no\nway", now));
    assertFalse(counts.add(Refusal.RULES, "b", "no", now + 1));
    assertTrue(counts.add(Refusal.RATE, "c", "no", now + 1));
    assertFalse(counts.add(Refusal.RULES, "d", "no", now + SECOND - 1));
    assertTrue(counts.add(Refusal.RULES, "e", "no", now + SECOND));
    assertEquals(Map.of("rules", 4L, "rate", 1L), counts.byReason());
    assertEquals(5, counts.total());
  }
}
