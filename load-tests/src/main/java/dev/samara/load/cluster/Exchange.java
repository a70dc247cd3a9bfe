package dev.samara.load.cluster;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Completable;

/** One way to ask the other process for an echo. */
@FunctionalInterface
interface Exchange {
  /**
   * Asks.
   *
   * @param message nobody changes it
   * @param answer gets the echo or the failure, later and once, on a thread of the exchange's
   *     choice
   */
  void ask(byte[] message, Completable<ByteBuf> answer);
}
