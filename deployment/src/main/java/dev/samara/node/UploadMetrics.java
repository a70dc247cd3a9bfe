package dev.samara.node;

import dev.samara.http.Gateway;
import dev.samara.http.upload.StoreUse;
import dev.samara.http.upload.UploadBalance;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of the uploads for Prometheus; zero as long as there is no gateway. */
final class UploadMetrics {
  private static final Map<String, ToDoubleFunction<UploadBalance>> OUTCOMES =
      Map.of(
          "stored", UploadBalance::stored,
          "failed", UploadBalance::failed,
          "aborted", UploadBalance::aborted,
          "parked", UploadBalance::parked);

  private UploadMetrics() {}

  static void register(Node node, MeterRegistry registry) {
    FunctionCounter.builder(
            "samara.uploads.accepted", node, n -> balance(n, UploadBalance::accepted))
        .register(registry);
    OUTCOMES.forEach((outcome, count) ->
        FunctionCounter.builder("samara.uploads.ended", node, n -> balance(n, count))
            .tag("outcome", outcome)
            .register(registry));
    Gauge.builder("samara.uploads.in.flight", node, n -> balance(n, UploadBalance::inFlight))
        .register(registry);
    Gauge.builder("samara.uploads.folder.bytes", node, n -> use(n, StoreUse::bytes))
        .register(registry);
    Gauge.builder("samara.uploads.folder.files", node, n -> use(n, StoreUse::files))
        .register(registry);
    Gauge.builder("samara.uploads.reserved.bytes", node, n -> use(n, StoreUse::reservedBytes))
        .register(registry);
    Gauge.builder("samara.uploads.partials", node, n -> use(n, StoreUse::partials))
        .register(registry);
  }

  private static double balance(Node node, ToDoubleFunction<UploadBalance> figure) {
    return node.gateway().map(Gateway::uploads).map(figure::applyAsDouble).orElse(0.0);
  }

  private static double use(Node node, ToDoubleFunction<StoreUse> figure) {
    return node.gateway().map(Gateway::uploadFolder).map(figure::applyAsDouble).orElse(0.0);
  }
}
