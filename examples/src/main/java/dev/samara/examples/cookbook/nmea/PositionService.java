package dev.samara.examples.cookbook.nmea;

import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** Answers each fix with a sentence of its own, {@code $PSAM,latitude,longitude}. Stateless. */
public final class PositionService implements ConnectionHandler {

  /** Makes the service. */
  public PositionService() {}

  @Override
  public void message(Connection connection, Buffer message) {
    Position.of(message)
        .map(fix -> String.format(Locale.ROOT, "PSAM,%.6f,%.6f", fix.latitude(), fix.longitude()))
        .ifPresent(answer -> connection.post(Buffer.buffer(answer)));
  }
}
