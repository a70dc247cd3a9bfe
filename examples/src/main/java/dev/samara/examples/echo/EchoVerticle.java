package dev.samara.examples.echo;

import dev.samara.net.route.MessageService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Style 2: a verticle behind a bus address; it may run on another node than the connection. */
public final class EchoVerticle extends VerticleBase {

  /** The bus address. */
  public static final String ADDRESS = "echo";

  /** Makes the verticle. */
  public EchoVerticle() {}

  @Override
  public Future<?> start() {
    return MessageService.register(vertx, ADDRESS, delivery -> delivery.reply(delivery.message()));
  }
}
