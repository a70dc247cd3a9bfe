package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;

import dev.samara.net.connection.ConnectionInfo;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;

/** Connections between nodes: makes them stand, and looks at them. */
final class Links {
  interface Probe {
    Future<Void> touch();
  }

  private static final String PROBE = "probe";

  private Links() {}

  static RpcTuning tuning() {
    return RpcTuning.defaults().withNodeLinks(NodeLinkOptions.on("127.0.0.1"));
  }

  /** Lets every event loop of one node call the other, until it has a connection to it. */
  static void connect(Rpc caller, Vertx vertx, Rpc callee) {
    result(callee.expose(PROBE, Probe.class, () -> Future.succeededFuture()));
    Waiting.until(
        "it is offered",
        () -> caller.services().stream().anyMatch(each -> each.service().equals(PROBE)));
    Probe probe = caller.client(PROBE, Probe.class);
    List<ContextInternal> loops = loops((VertxInternal) vertx);
    Waiting.until(
        "each event loop has a connection",
        () -> {
          loops.forEach(loop ->
              result(
                  loop.future(done -> loop.runOnContext(now -> probe.touch().onComplete(done)))));
          return dialled(caller).size() == loops.size();
        });
    result(callee.withdraw(PROBE));
  }

  private static List<ContextInternal> loops(VertxInternal vertx) {
    List<ContextInternal> loops = new ArrayList<>();
    for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
      loops.add(
          vertx
              .contextBuilder()
              .withThreadingModel(ThreadingModel.EVENT_LOOP)
              .withEventLoop((EventLoop) executor)
              .build());
    }
    return loops;
  }

  /** The connections over which a node calls others. */
  static List<ConnectionInfo> dialled(Rpc rpc) {
    return result(rpc.node().links().orElseThrow().connections()).stream()
        .filter(each -> each.id().listener().equals("node-link"))
        .filter(each -> each.in().accepted() > 2) // More than the handshake.
        .toList();
  }
}
