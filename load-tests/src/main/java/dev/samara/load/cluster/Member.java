package dev.samara.load.cluster;

import dev.samara.node.cluster.HazelcastCluster;
import dev.samara.node.config.ClusterConfig;
import dev.samara.rpc.NodeLinkOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A member of the cluster, as a node of this kit is one: Vert.x over Hazelcast, and the RPC end.
 *
 * @param vertx with its event loops
 * @param rpc calls over the bus; told of members that leave
 * @param linked an RPC end of its own, which calls over connections
 */
record Member(Vertx vertx, Rpc rpc, Rpc linked) {
  static final String HOST = "127.0.0.1";

  /** So many ports from the first one on are looked at for members. */
  private static final int PORTS = 8;

  private static final String LINKED = "-linked";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Joins the members that are on the ports from this one on; waits for that. */
  static Member join(String name, int firstPort, int loops) throws Exception {
    HazelcastCluster cluster =
        new HazelcastCluster(name, new ClusterConfig(true, HOST, firstPort, PORTS, List.of()));
    Vertx vertx =
        await(
            Vertx.builder()
                .with(
                    new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setPreferNativeTransport(true)
                        .setEventBusOptions(new EventBusOptions().setHost(HOST)))
                .withClusterManager(cluster.manager())
                .buildClustered());
    String nodeId = cluster.manager().getNodeId();
    Rpc rpc = await(Rpc.start(vertx, RpcOptions.defaults(name, nodeId)));
    RpcTuning links = RpcTuning.defaults().withNodeLinks(NodeLinkOptions.on(HOST));
    RpcOptions linked = RpcOptions.defaults(name + LINKED, nodeId + LINKED).withTuning(links);
    Member member = new Member(vertx, rpc, await(Rpc.start(vertx, linked)));
    cluster.onLeave(member::left);
    return member;
  }

  private void left(String nodeId) {
    rpc.nodeLeft(nodeId);
    linked.nodeLeft(nodeId + LINKED);
  }

  /** A context on each event loop. */
  List<ContextInternal> contexts() {
    VertxInternal internal = (VertxInternal) vertx;
    List<ContextInternal> contexts = new ArrayList<>();
    for (EventExecutor loop : internal.nettyEventLoopGroup()) {
      contexts.add(
          internal
              .contextBuilder()
              .withThreadingModel(ThreadingModel.EVENT_LOOP)
              .withEventLoop((EventLoop) loop)
              .build());
    }
    return contexts;
  }

  /** Whether a service is known to be offered, here or elsewhere. */
  boolean offered(String service) {
    return rpc.services().stream().anyMatch(info -> info.service().equals(service));
  }

  /** Leaves the cluster. */
  void close() throws Exception {
    await(linked.close());
    await(rpc.close());
    await(vertx.close());
  }

  /** Waits for an outcome, at most 40 s. */
  static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
