package dev.samara.rpc.client;

import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.directory.Peer;
import dev.samara.rpc.transport.LinkCalls;

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

  /**
   * Whoever is at the other end of a link.
   *
   * @param calls over its connection of the moment
   */
  record Linked(LinkCalls calls) implements Target {}
}
