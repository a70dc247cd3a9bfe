package dev.samara.rpc.policy;

/** How a client chooses among the nodes that offer a service. */
public enum Balancing {
  /** This node if it offers the service, else the others in turn. */
  LOCAL_FIRST,
  /** All in turn. */
  ROUND_ROBIN,
  /** One of those with the fewest calls of this client pending. */
  LEAST_PENDING,
  /** Of two by chance the one with fewer calls pending. */
  TWO_RANDOM_CHOICES,
  /**
   * By the key of a call, for as long as the node is there; when nodes come and go as few keys move
   * as can be. A call without a key goes to all in turn.
   */
  BY_KEY
}
