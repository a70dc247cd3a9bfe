package dev.samara.rpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * The addresses of RPC and how to write to them. A node registers three, whatever it offers: one
 * for calls, one for their outcomes, one that all nodes share for announcements. Any thread.
 */
final class Bus {
  static final String ANNOUNCEMENTS = "samara.rpc.announce";

  private static final DeliveryOptions ANYWHERE = new DeliveryOptions();
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final String ownNodeId;

  Bus(Vertx vertx, String ownNodeId) {
    this.vertx = vertx;
    this.ownNodeId = ownNodeId;
  }

  /** Where a node takes calls. */
  static String callsTo(String nodeId) {
    return "samara.rpc." + nodeId;
  }

  /** Where a node takes the outcomes of its calls. */
  static String outcomesFor(String nodeId) {
    return "samara.rpc." + nodeId + ".outcomes";
  }

  /** Sends a call. The future fails if it is certain that it was not delivered. */
  Future<Void> call(String nodeId, Envelope.Request request) {
    return send(callsTo(nodeId), nodeId, request);
  }

  /** Sends an outcome; nobody is told if the caller is gone. */
  void outcome(String nodeId, Envelope outcome) {
    send(outcomesFor(nodeId), nodeId, outcome);
  }

  /** Tells all nodes, or one that is new. */
  void announceTo(String nodeId, Envelope.Announcement announcement) {
    send(callsTo(nodeId), nodeId, announcement);
  }

  /** Tells all nodes; the future completes when it was handed to the network. */
  Future<Void> announce(Envelope.Announcement announcement) {
    try {
      return vertx.eventBus().publisher(ANNOUNCEMENTS, ANYWHERE).write(announcement);
    } catch (RuntimeException closed) {
      return Future.failedFuture(closed);
    }
  }

  private Future<Void> send(String address, String nodeId, Envelope envelope) {
    try {
      DeliveryOptions reach = nodeId.equals(ownNodeId) ? HERE : ANYWHERE;
      return vertx.eventBus().sender(address, reach).write(envelope);
    } catch (RuntimeException closed) {
      // The bus throws when it is closed.
      return Future.failedFuture(closed);
    }
  }
}
