package dev.samara.net.handshake;

import dev.samara.net.connection.Peer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A kind of handshake; one for all connections. The same interface serves both ends. */
public interface Handshake {

  /**
   * Begins with a new peer.
   *
   * @param peer the peer
   * @return this peer's own talk; all its methods are called on the connection's event loop
   */
  Exchange begin(Peer peer);

  /** The talk with one peer, step by step. Whoever throws ends the connection. */
  interface Exchange {

    /**
     * The first step, before anything was read.
     *
     * @return what to do; may complete later and on any thread
     */
    Future<Step> start();

    /**
     * The next step. Called again only after the step before it was {@link Step.Ask}.
     *
     * @param message what the peer sent
     * @return what to do; may complete later and on any thread
     */
    Future<Step> message(Buffer message);

    /**
     * What to send to a peer that is turned away, before the connection ends.
     *
     * @param reason why, for a person
     * @return the message; by default none, since a reason helps those who guess
     */
    default Optional<Buffer> farewell(String reason) {
      return Optional.empty();
    }
  }
}
