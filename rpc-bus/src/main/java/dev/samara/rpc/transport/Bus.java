package dev.samara.rpc.transport;

import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.directory.AnnouncementCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.internal.ContextInternal;

/**
 * The addresses of RPC. A node registers one for each event loop, whatever it offers and calls, and
 * one that all nodes share for announcements. Any thread.
 */
public final class Bus {
  /** Where announcements are published. */
  public static final String ANNOUNCEMENTS = "samara.rpc.announce";

  private final EventBus bus;

  /**
   * Makes what travels known to a bus; a second time changes nothing.
   *
   * @param vertx whose bus is meant
   */
  public Bus(Vertx vertx) {
    this.bus = vertx.eventBus();
    register(OutgoingBatch.class, new BatchCodec());
    register(Announcement.class, new AnnouncementCodec());
  }

  private <T> void register(Class<T> type, MessageCodec<T, ?> codec) {
    try {
      bus.registerDefaultCodec(type, codec);
    } catch (IllegalStateException already) {
      // Another RPC end in the same Vertx was first; the codecs have no state.
    }
  }

  /**
   * Where an event loop of a node takes what it is told.
   *
   * @param nodeId the node
   * @param loop 0 for the first
   * @return the address
   */
  public static String address(String nodeId, int loop) {
    return "samara.rpc." + nodeId + "." + loop;
  }

  /**
   * Waits until what is said in this turn has left.
   *
   * @param home of an event loop
   * @return completes when what that event loop was given before this turn's end is done
   */
  public static Future<Void> twoTurns(ContextInternal home) {
    return home.future(
        done -> home.runOnContext(now -> home.runOnContext(then -> done.complete())));
  }

  MessageProducer<OutgoingBatch> to(String nodeId, int loop) {
    return bus.sender(address(nodeId, loop));
  }

  /**
   * Tells one node.
   *
   * @param nodeId the node
   * @param said the announcement
   */
  public void announceTo(String nodeId, Announcement said) {
    try {
      bus.sender(address(nodeId, 0)).write(said);
    } catch (RuntimeException closed) {
      // The bus throws when it is closed: nobody is to be told any more.
    }
  }

  /**
   * Tells all nodes.
   *
   * @param said the announcement
   * @return completes when it was handed to the network
   */
  public Future<Void> announce(Announcement said) {
    try {
      return bus.publisher(ANNOUNCEMENTS).write(said);
    } catch (RuntimeException closed) {
      return Future.failedFuture(closed);
    }
  }
}
