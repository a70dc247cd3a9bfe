package dev.samara.rpc.payload;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The keys that a node seals and opens payloads with. One key seals; all open. To change keys while
 * a cluster runs, {@link #add} the new one on every node, then {@link #sealWith} it on every node,
 * then {@link #retire} the old one on every node. Any thread; what has begun with a key ends with
 * it.
 *
 * <p>A key may seal 4,294,967,296 (2^32) payloads in one process, as NIST SP 800-38D, 8.3, has it
 * for random nonces; what comes later fails. {@link #sealed} says how many it has been.
 */
public final class PayloadKeys {

  private static final long MOST_SEALED = 1L << 32;

  /** A key and how often it was used. */
  record Used(PayloadKey key, AtomicLong sealed) {

    /** Counts one more; throws if there were too many. */
    PayloadKey next() {
      if (sealed.get() >= MOST_SEALED || sealed.incrementAndGet() > MOST_SEALED) {
        throw new PayloadException(
            "%s has sealed %d payloads: it takes a new one".formatted(key, MOST_SEALED));
      }
      return key;
    }
  }

  private record State(Used sealing, Map<Integer, Used> all) {}

  private final AtomicReference<State> state;

  private PayloadKeys(Used first) {
    state = new AtomicReference<>(new State(first, Map.of(first.key().id(), first)));
  }

  /**
   * One key, which seals.
   *
   * @param sealing the key
   * @return the keys
   */
  public static PayloadKeys of(PayloadKey sealing) {
    return new PayloadKeys(new Used(sealing, new AtomicLong()));
  }

  /**
   * Adds a key that opens.
   *
   * @param key another one
   * @throws IllegalArgumentException if there is one with its id
   */
  public void add(PayloadKey key) {
    state.updateAndGet(now -> {
      var all = new TreeMap<>(now.all());
      if (all.putIfAbsent(key.id(), new Used(key, new AtomicLong())) != null) {
        throw new IllegalArgumentException("id: %d (expected: not in use)".formatted(key.id()));
      }
      return new State(now.sealing(), all);
    });
  }

  /**
   * Makes a key the one that seals.
   *
   * @param id of one that was added
   * @throws IllegalArgumentException if there is none with that id
   */
  public void sealWith(int id) {
    state.updateAndGet(now -> new State(known(now, id), now.all()));
  }

  /**
   * Takes a key away: what was sealed with it is refused from now on.
   *
   * @param id of one that does not seal
   * @throws IllegalArgumentException if there is none with that id, or if it seals
   */
  public void retire(int id) {
    state.updateAndGet(now -> {
      if (known(now, id) == now.sealing()) {
        throw new IllegalArgumentException("id: %d (expected: not the sealing key)".formatted(id));
      }
      var all = new TreeMap<>(now.all());
      all.remove(id);
      return new State(now.sealing(), all);
    });
  }

  /**
   * Which keys there are.
   *
   * @return their ids, the one that seals first
   */
  public List<Integer> ids() {
    var now = state.get();
    var sealing = now.sealing().key().id();
    return Stream.concat(
            Stream.of(sealing), now.all().keySet().stream().filter(id -> id != sealing))
        .toList();
  }

  /**
   * How many payloads a key has sealed in this process.
   *
   * @param id of one that is there
   * @return 0 to 4,294,967,296
   * @throws IllegalArgumentException if there is none with that id
   */
  public long sealed(int id) {
    return known(state.get(), id).sealed().get();
  }

  /** The key to seal one payload with; throws PayloadException if it was used too often. */
  PayloadKey sealing() {
    return state.get().sealing().next();
  }

  /** For tests: sets how many a key has sealed. */
  void count(int id, long sealed) {
    known(state.get(), id).sealed().set(sealed);
  }

  /** The key to open a payload with; throws PayloadException if there is none. */
  PayloadKey opening(int id) {
    var used = state.get().all().get(id);
    if (used == null) {
      throw new PayloadException("it is sealed with key %d, which is not known here".formatted(id));
    }
    return used.key();
  }

  private static Used known(State state, int id) {
    var used = state.all().get(id);
    if (used == null) {
      throw new IllegalArgumentException(
          "id: %d (expected: one of %s)".formatted(id, state.all().keySet()));
    }
    return used;
  }
}
