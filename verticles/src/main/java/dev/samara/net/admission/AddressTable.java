package dev.samara.net.admission;

import dev.samara.net.access.Rate;
import dev.samara.net.access.Refusal;
import dev.samara.net.access.TokenBucket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each address has: connections now, and its rate. An address with neither is forgotten. Time
 * is an argument. Not thread-safe: the door's lock guards it.
 */
final class AddressTable {

  /** So many addresses without a connection may be remembered for their rate's sake. */
  static final int MAX_IDLE = 65_536;

  private static final int MIN_SWEEP = 1_024;

  private static final class Entry {
    int open;
    final Optional<TokenBucket> tokens;

    Entry(Optional<TokenBucket> tokens) {
      this.tokens = tokens;
    }

    boolean isIdle(long nowNanos) {
      return open == 0 && (tokens.isEmpty() || tokens.get().isFull(nowNanos));
    }
  }

  private final int maxOpen;
  private final Optional<Rate> rate;
  private final Map<InetAddress, Entry> entries = new HashMap<>();
  private int open;
  private int entersToSweep = MIN_SWEEP;

  AddressTable(int maxOpen, Optional<Rate> rate) {
    this.maxOpen = maxOpen;
    this.rate = rate;
  }

  /** Why the address may have no further connection, if so. */
  Optional<Refusal> check(InetAddress address, long nowNanos) {
    var entry = entries.get(address);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.open >= maxOpen) {
      return Optional.of(Refusal.ADDRESS_FULL);
    }
    return entry.tokens.filter(bucket -> !bucket.hasToken(nowNanos)).map(_ -> Refusal.ADDRESS_RATE);
  }

  void enter(InetAddress address, long nowNanos) {
    if (--entersToSweep == 0) {
      sweep(nowNanos);
    }
    var entry =
        entries.computeIfAbsent(
            address, _ -> new Entry(rate.map(perSecond -> new TokenBucket(perSecond, nowNanos))));
    entry.open++;
    open++;
    entry.tokens.ifPresent(bucket -> bucket.spend(1));
  }

  void leave(InetAddress address, long nowNanos) {
    var entry = entries.get(address);
    entry.open--;
    open--;
    if (entry.isIdle(nowNanos)) {
      entries.remove(address);
    }
  }

  /** Each sweep is paid for by as many newcomers as it looks at. */
  private void sweep(long nowNanos) {
    entries.values().removeIf(entry -> entry.isIdle(nowNanos));
    if (entries.size() - open > MAX_IDLE) {
      // Somebody has very many addresses. Those who are not in start anew.
      entries.values().removeIf(entry -> entry.open == 0);
    }
    entersToSweep = Math.max(MIN_SWEEP, entries.size());
  }

  int size() {
    return entries.size();
  }
}
