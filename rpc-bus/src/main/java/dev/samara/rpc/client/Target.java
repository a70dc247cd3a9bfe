package dev.samara.rpc.client;

import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.directory.Peer;

/** Whom an attempt goes to. */
public sealed interface Target {

  /**
   * What tells it from others.
   *
   * @return a node's id, or a text that is none
   */
  default String id() {
    return switch (this) {
      case Here here -> "(here)";
      case Node node -> node.peer().nodeId();
      case Over over -> over.dialogue().carrier().peer();
    };
  }

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
