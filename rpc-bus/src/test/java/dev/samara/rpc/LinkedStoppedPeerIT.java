package dev.samara.rpc;

/** The same with connections between the nodes, which have the same bounds. */
class LinkedStoppedPeerIT extends StoppedPeerIT {
  @Override
  RpcTuning tuning() {
    return Links.tuning();
  }

  @Override
  boolean isReady() {
    return !Links.dialled(a.rpc()).isEmpty();
  }
}
