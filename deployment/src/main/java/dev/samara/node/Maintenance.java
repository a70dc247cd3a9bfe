package dev.samara.node;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals ask of a node; the log says what came of it. Any thread. */
public final class Maintenance {

  /** More connections than these are only counted: a log is no place for all of them. */
  private static final int MAX_CONNECTIONS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final Node node;
  private final NodeViews views;

  /**
   * Makes it.
   *
   * @param node the node
   */
  public Maintenance(Node node) {
    this.node = node;
    this.views = new NodeViews(node);
  }

  /**
   * Makes each listener with TLS read its certificates again, and the RPC end its keys. What fails
   * keeps what it has.
   *
   * @return completes when all have tried
   */
  public Future<Void> reload() {
    var reloads =
        node.hub().listeners().stream()
            .filter(listener -> listener.hasCertificates())
            .<Future<?>>map(listener ->
                listener
                    .reloadCertificates()
                    .onSuccess(_ -> LOG.info("reload {}: certificates read", listener.name()))
                    .onFailure(
                        cause -> LOG.error("reload {}: {}", listener.name(), cause.getMessage())))
            .collect(Collectors.toCollection(ArrayList<Future<?>>::new));
    if (reloads.isEmpty()) {
      LOG.info("reload: no listener has certificates");
    }
    node.rpcKeys()
        .ifPresent(keys ->
            reloads.add(
                keys.reload()
                    .onSuccess(ids -> LOG.info("reload: rpc keys {}, the first seals", ids))
                    .onFailure(cause -> LOG.error("reload: {}", cause.getMessage()))));
    return Future.join(reloads).<Void>mapEmpty().otherwiseEmpty();
  }

  /**
   * Writes the status, the connections and the balance to the log, one JSON document a line.
   *
   * @return completes when they are written
   */
  public Future<Void> dump() {
    var status = views.status();
    var connections = views.connections();
    var balance = views.balance();
    return Future.join(status, connections, balance)
        .onFailure(cause -> LOG.error("dump: {}", cause.getMessage()))
        .<Void>map(_ -> {
          LOG.info("dump status: {}", status.result().encode());
          log(connections.result());
          LOG.info("dump balance: {}", balance.result().encode());
          return null;
        })
        .otherwiseEmpty();
  }

  private static void log(JsonArray connections) {
    connections.stream()
        .limit(MAX_CONNECTIONS)
        .forEach(connection -> LOG.info("dump connection: {}", connection));
    if (connections.size() > MAX_CONNECTIONS) {
      LOG.info("dump: and {} connections more", connections.size() - MAX_CONNECTIONS);
    }
  }
}
