package dev.samara.node;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ListenerFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's figures for Prometheus: the balance of each listener, calls, the hub, the JVM. */
final class NodeMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(NodeMetrics.class);

  private static final long FIGURES_TIMEOUT_SECONDS = 2;

  private static final Map<String, ToDoubleFunction<Balance>> OUTCOMES =
      Map.of(
          "flushed", Balance::flushed,
          "incomplete", Balance::incomplete,
          "returned", Balance::returned,
          "rejected", Balance::rejected,
          "expired", Balance::expired);

  private final Node node;
  private final HubMetrics hub;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** The figures of the last scrape; meters read from here. */
  private final Map<String, ListenerFigures> figures = new ConcurrentHashMap<>();

  NodeMetrics(Node node) {
    this.node = node;
    registry.config().commonTags("node", node.config().nodeName());
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    FunctionCounter.builder("samara.calls.started", node, n -> n.rpc().balance().started())
        .register(registry);
    FunctionCounter.builder("samara.calls.answered", node, n -> n.rpc().balance().answered())
        .register(registry);
    Gauge.builder("samara.calls.in.flight", node, n -> n.rpc().balance().inFlight())
        .register(registry);
    UploadMetrics.register(node, registry);
    hub = new HubMetrics(node.hub(), node.delays(), registry);
    FunctionCounter.builder("samara.event.loops.found.blocked", node, n -> n.blockedLoops().count())
        .register(registry);
    Gauge.builder("samara.event.loops.blocked", node, n -> n.blockedLoops().now().size())
        .register(registry);
    Gauge.builder("samara.clients", node, n -> n.hub().clients().all().size()).register(registry);
  }

  /** The text of a scrape; blocks shortly while the event loops tell their figures. */
  String scrape() {
    try {
      node.hub()
          .figures()
          .toCompletionStage()
          .toCompletableFuture()
          .get(FIGURES_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .forEach(this::update);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the metrics are old: an event loop does not tell its figures", e);
    }
    hub.update();
    return registry.scrape();
  }

  private void update(String listener, ListenerFigures current) {
    if (figures.put(listener, current) == null) {
      register(listener, "in", ListenerFigures::in);
      register(listener, "out", ListenerFigures::out);
      Gauge.builder("samara.connections", figures, all -> all.get(listener).open())
          .tag("listener", listener)
          .register(registry);
      FunctionCounter.builder(
              "samara.connections.opened", figures, all -> all.get(listener).opened())
          .tag("listener", listener)
          .register(registry);
    }
  }

  private void register(
      String listener, String direction, Function<ListenerFigures, Balance> side) {
    FunctionCounter.builder(
            "samara.messages.accepted", figures, all -> side.apply(all.get(listener)).accepted())
        .tag("listener", listener)
        .tag("direction", direction)
        .register(registry);
    OUTCOMES.forEach((outcome, count) ->
        FunctionCounter.builder(
                "samara.messages.ended",
                figures,
                all -> count.applyAsDouble(side.apply(all.get(listener))))
            .tag("listener", listener)
            .tag("direction", direction)
            .tag("outcome", outcome)
            .register(registry));
    Gauge.builder(
            "samara.messages.in.flight", figures, all -> side.apply(all.get(listener)).inFlight())
        .tag("listener", listener)
        .tag("direction", direction)
        .register(registry);
  }
}
