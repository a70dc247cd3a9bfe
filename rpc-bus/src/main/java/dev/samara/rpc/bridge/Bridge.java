package dev.samara.rpc.bridge;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Vertx;
import java.util.Map;

/**
 * The route of a listener whose peers are clients of the Vert.x TCP event-bus bridge. Any thread.
 *
 * <pre>{@code
 * var bridge = Bridge.create(vertx, BridgeOptions.defaults()
 *     .withInbound(Permitted.of(List.of("orders")))
 *     .withOutbound(Permitted.of(List.of("regex:news\\..*"))));
 * hub.listen(ListenerOptions.tcp("bridge", 7000, bridge.framing()), bridge);
 * }</pre>
 *
 * <p>The protocol is that of <a
 * href="https://vertx.io/docs/vertx-tcp-eventbus-bridge/java/">vertx-tcp-eventbus-bridge</a>, as
 * its version 5.0.8 speaks it over TCP.
 */
public final class Bridge implements Route {

  private final Vertx vertx;
  private final BridgeOptions options;
  private final BridgeCounts counts = new BridgeCounts();

  private Bridge(Vertx vertx, BridgeOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Makes a bridge.
   *
   * @param vertx the Vert.x whose bus is meant, and on which the hub runs
   * @param options what its clients may do
   * @return the route to listen with
   */
  public static Bridge create(Vertx vertx, BridgeOptions options) {
    return new Bridge(vertx, options);
  }

  /**
   * How the protocol cuts messages out of a TCP stream.
   *
   * @return a length of 32 bits, big-endian, before at most {@link BridgeOptions#maxMessageBytes}
   */
  public Framing framing() {
    return new LengthFraming(options.maxMessageBytes());
  }

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public Session open(Session.Control control) {
    return new BridgeSession(vertx.eventBus(), options, counts, control);
  }

  /**
   * What its clients occupy now and what was refused them so far.
   *
   * @return {@code registrations} and {@code unanswered} requests now; {@code denied} for an
   *     address that is not permitted, {@code invalid} messages, and {@code undelivered} ones to
   *     clients that do not read or are full, so far
   */
  @Override
  public Map<String, Long> figures() {
    return counts.figures();
  }
}
