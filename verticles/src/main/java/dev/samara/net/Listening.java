package dev.samara.net;

import io.vertx.core.Future;

/** What makes peers come in by a listener. Any thread. */
interface Listening {

  /**
   * Lets nobody in for a while, or goes on with it. Stream sockets wait in the kernel's queue
   * meanwhile.
   */
  void pause(boolean on);

  /** Stops listening; connections stay as they are. */
  Future<Void> unlisten();

  /** Stops listening for good and frees what it took, when its connections have ended. */
  Future<Void> close();

  /** Reads the certificates again; fails if they cannot be used, and keeps the old ones then. */
  default Future<Void> reloadCertificates() {
    return Future.failedFuture("there are no certificates");
  }
}
