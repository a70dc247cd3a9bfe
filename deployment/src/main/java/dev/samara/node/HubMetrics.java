package dev.samara.node;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.time.EventLoopDelay;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures of a hub beside the balance: event loops, memory, who was turned away, queues. */
final class HubMetrics {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Hub hub;
  private final DelayWatch delays;
  private final MeterRegistry registry;

  HubMetrics(Hub hub, DelayWatch delays, MeterRegistry registry) {
    this.hub = hub;
    this.delays = delays;
    this.registry = registry;
    Gauge.builder("samara.event.loops", hub, _ -> VertxFactory.EVENT_LOOPS)
        .tag("transport", hub.status().eventLoopTransport())
        .register(registry);
    var memory = hub.status().memory();
    memory("in", memory, MemoryBudget::inBytes, memory.limits().inBytes());
    memory("out", memory, MemoryBudget::outBytes, memory.limits().outBytes());
    memory("total", memory, one -> one.inBytes() + one.outBytes(), memory.limits().totalBytes());
    Gauge.builder("samara.memory.pressed", memory, one -> one.isPressed() ? 1 : 0)
        .register(registry);
  }

  private void memory(
      String kind, MemoryBudget memory, ToDoubleFunction<MemoryBudget> used, long limit) {
    Gauge.builder("samara.memory.bytes", memory, used).tag("kind", kind).register(registry);
    Gauge.builder("samara.memory.limit.bytes", memory, _ -> limit)
        .tag("kind", kind)
        .register(registry);
  }

  /** Makes meters of what is new since the last time; one that is there already stays. */
  void update() {
    hub.listeners().forEach(this::listener);
    for (var name : hub.clients().expected().keySet()) {
      Gauge.builder(
              "samara.client.queued", hub, one -> one.clients().expected().getOrDefault(name, 0))
          .tag("client", name)
          .register(registry);
    }
    for (var loop = 0; loop < delays.last().size(); loop++) {
      delay(loop, "mean", EventLoopDelay::mean);
      delay(loop, "p99", EventLoopDelay::p99);
      delay(loop, "max", EventLoopDelay::max);
    }
  }

  private void delay(int loop, String statistic, Function<EventLoopDelay, Duration> figure) {
    Gauge.builder(
            "samara.event.loop.delay.seconds",
            delays,
            watch -> figure.apply(watch.last().get(loop)).toNanos() / NANOS_PER_SECOND)
        .tag("event_loop", Integer.toString(loop))
        .tag("statistic", statistic)
        .register(registry);
  }

  private void listener(Listener listener) {
    var name = List.of(Tag.of("listener", listener.name()));
    Gauge.builder("samara.listener.accepting", listener, one -> one.isAccepting() ? 1 : 0)
        .tags(name)
        .register(registry);
    FunctionCounter.builder("samara.accept.errors", listener, Listener::acceptErrors)
        .tags(name)
        .register(registry);
    for (var fault : listener.faults().keySet()) {
      FunctionCounter.builder(
              "samara.accept.faults", listener, one -> one.faults().getOrDefault(fault, 0L))
          .tags(name)
          .tag("fault", HubViews.label(fault))
          .register(registry);
    }
    for (var figure : listener.routeFigures().keySet()) {
      Gauge.builder(
              "samara.route.figure", listener, one -> one.routeFigures().getOrDefault(figure, 0L))
          .tags(name)
          .tag("figure", figure)
          .register(registry);
    }
    for (var reason : listener.refusals().keySet()) {
      FunctionCounter.builder(
              "samara.refusals", listener, one -> one.refusals().getOrDefault(reason, 0L))
          .tags(name)
          .tag("reason", reason)
          .register(registry);
    }
  }
}
