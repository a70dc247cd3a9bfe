package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;

import dev.samara.rpc.ClusterMember.Echo;

/**
 * The same with connections between the nodes: what is lost with one is told as it is over the bus.
 */
class LinkedClusterKillIT extends ClusterKillIT {
  @Override
  RpcTuning tuning() {
    return Links.tuning();
  }

  @Override
  void untilReady(Echo echo) {
    Waiting.until(
        "this thread's event loop has a connection",
        () -> {
          result(echo.echo("ready?"));
          return !Links.dialled(a.rpc()).isEmpty();
        });
  }
}
