package dev.samara.net;

import io.vertx.core.Future;
import java.time.Duration;

/** What makes peers come in by a listener. Any thread. */
interface Listening {

  /**
   * Lets nobody in for a while, or goes on with it. Stream sockets wait in the kernel's queue
   * meanwhile.
   */
  void pause(boolean on);

  /** Stops listening; connections stay as they are. */
  Future<Void> unlisten();

  /** Stops listening, lets connections finish, and cuts those that are not done in time. */
  Future<Void> drain(Duration within);

  /** Stops listening and closes all connections. */
  Future<Void> close();

  /** Reads the certificates again; fails if they cannot be used, and keeps the old ones then. */
  default Future<Void> reloadCertificates() {
    return Future.failedFuture("there are no certificates");
  }
}
