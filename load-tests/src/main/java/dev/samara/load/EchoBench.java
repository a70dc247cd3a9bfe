package dev.samara.load;

import dev.samara.load.generator.Medium;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code samara bench echo}. */
@Command(
    name = "echo",
    description = "A framed echo: rate, latency and processor time beside raw Netty and Vert.x.",
    mixinStandardHelpOptions = true)
final class EchoBench extends EchoBenches {
  @Override
  EchoPlan base(boolean quick) {
    return quick ? EchoPlan.quick() : EchoPlan.full();
  }

  /** {@code samara bench ws}. */
  @Command(
      name = "ws",
      description = "The echo over WebSocket, beside raw Netty and Vert.x.",
      mixinStandardHelpOptions = true)
  static final class WebSockets extends EchoBenches {
    @Override
    EchoPlan base(boolean quick) {
      EchoPlan usual = quick ? EchoPlan.quick() : EchoPlan.full();
      return usual.withAxes(
          new EchoAxes(List.of(Medium.WS), List.of(50), List.of(1, 64), List.of(128, 16_384)));
    }
  }
}
