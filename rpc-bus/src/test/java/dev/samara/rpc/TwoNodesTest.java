package dev.samara.rpc;

import org.junit.jupiter.api.BeforeAll;

/** The contract for two nodes on one local bus; both register the same codecs. */
class TwoNodesTest extends OnOneBus {
  @BeforeAll
  static void start() {
    start(RpcTuning.defaults(), RpcTuning.defaults());
  }
}
