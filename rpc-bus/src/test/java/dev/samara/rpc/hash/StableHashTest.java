package dev.samara.rpc.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The values are what nodes of all versions have to agree about: they must never change. */
class StableHashTest {
  @Test
  void neverChanges() {
    assertEquals(0xf52a15e9a9b5e89bL, StableHash.of(""));
    assertEquals(0x02c0bdbf481420f8L, StableHash.of("a"));
    assertEquals(0x5fdb474a876fcde1L, StableHash.of("cart 7"));
  }

  @Test
  void keysAreSpreadEvenly() {
    int count = 64;
    int[] keys = new int[count];
    for (int i = 0; i < 64_000; i++) {
      keys[StableHash.index("key " + i, count)]++;
    }
    for (int each : keys) {
      assertTrue(each > 800 && each < 1200, "a shard has " + each + " of 64,000 keys");
    }
  }
}
