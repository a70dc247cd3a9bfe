package dev.samara.node;

import dev.samara.net.Hub;
import dev.samara.net.HubOptions;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.trace.CallSites;
import dev.samara.node.config.ClientsConfig;
import dev.samara.node.config.MemoryConfig;
import dev.samara.node.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Starts a node's hub as its configuration says. */
final class HubFactory {

  private HubFactory() {}

  static Future<Hub> start(Vertx vertx, NodeConfig config) {
    config.traceCallSites().ifPresent(CallSites::traceOneIn);
    var options =
        config
            .memory()
            .map(MemoryConfig::options)
            .map(limits -> HubOptions.defaults().withMemory(new MemoryBudget(limits)))
            .orElseGet(HubOptions::defaults);
    return Hub.start(vertx, config.nodeName(), options)
        .onSuccess(hub -> {
          config.maxConnections().ifPresent(hub::limitConnections);
          expectClients(hub, config.clients().orElse(ClientsConfig.NONE));
        });
  }

  private static void expectClients(Hub hub, ClientsConfig clients) {
    hub.clients().configure(clients.options());
    clients.expected().forEach(hub.clients()::expect);
  }
}
