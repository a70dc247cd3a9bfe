package dev.samara.rpc.client;

import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.directory.Peer;

/** Whom an attempt goes to. */
public sealed interface Target {

  /** This node itself. */
  record Here() implements Target {}

  /**
   * Another node.
   *
   * @param peer as of its last announcement
   */
  record Node(Peer peer) implements Target {}

  /**
   * Whoever is at the other end of a connection.
   *
   * @param dialogue over that connection
   */
  record Over(Dialogue dialogue) implements Target {}
}
