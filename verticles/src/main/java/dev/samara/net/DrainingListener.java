package dev.samara.net;

import io.vertx.core.Future;
import java.time.Duration;

/** A listener verticle that can end without losing what its connections have accepted. */
interface DrainingListener {

  /** Stops accepting, lets connections finish, and cuts those that are not done in time. */
  Future<Void> drain(Duration within);
}
