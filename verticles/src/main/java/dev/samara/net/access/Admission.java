package dev.samara.net.access;

import dev.samara.net.connection.Peer;
import io.vertx.core.Future;

/**
 * An application's own say in who comes in, asked last, after the limits and the rules, and before
 * the first byte is read.
 */
public interface Admission {

  /**
   * Judges a peer that wants in.
   *
   * @param peer the peer
   * @return the verdict, from any thread, within the handshake's time limit; a failure refuses the
   *     peer as well. Called on the event loop of its link; must not block
   */
  Future<Verdict> judge(Peer peer);
}
