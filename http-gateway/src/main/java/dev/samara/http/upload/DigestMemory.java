package dev.samara.http.upload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The digests of partial uploads as far as their bytes came, so that most requests go on where the
 * one before ended. Only a memory: what is not in it is computed from the disk. Any thread.
 */
final class DigestMemory {
  /** A few hundred bytes each. */
  private static final int MOST = 1024;

  // Guarded by this; the oldest first.
  private final Map<String, RunningDigests> remembered = new LinkedHashMap<>();

  /** Takes it out: a digest goes on in one place only. */
  synchronized RunningDigests take(String id, Set<DigestAlgorithm> algorithms, long offsetBytes) {
    RunningDigests known = remembered.remove(id);
    boolean fits =
        known != null
            && known.hashedBytes() == offsetBytes
            && known.algorithms().equals(algorithms);
    return fits ? known : new RunningDigests(algorithms);
  }

  synchronized void put(String id, RunningDigests digests) {
    remembered.put(id, digests);
    if (remembered.size() > MOST) {
      remembered.remove(remembered.keySet().iterator().next());
    }
  }

  synchronized void forget(String id) {
    remembered.remove(id);
  }
}
