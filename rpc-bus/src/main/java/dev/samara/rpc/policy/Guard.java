package dev.samara.rpc.policy;

import dev.samara.rpc.call.FailureKind;
import java.time.Duration;

/** Bounds the calls of one client, and keeps them from nodes that fail. Any thread. */
interface Guard {

  /** Asks to make a call: if true, {@link #leave} follows once. */
  boolean enter();

  /** A call has its outcome. */
  void leave();

  /** Asks to make an attempt at a node: if true, one of the next three follows once. */
  boolean admits(String nodeId);

  /** The node has answered. */
  void answered(String nodeId, Duration took);

  /** The attempt has failed. */
  void failed(String nodeId, FailureKind kind, Duration took);

  /** Nobody waits for the attempt any more: it says nothing about the node. */
  void givenUp(String nodeId);
}
