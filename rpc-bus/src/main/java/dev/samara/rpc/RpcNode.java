package dev.samara.rpc;

import dev.samara.rpc.Envelope.Announcement;
import dev.samara.rpc.Envelope.Answer;
import dev.samara.rpc.Envelope.Failure;
import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RPC end of a node on its event loop: three bus consumers and two timers. As a verticle it
 * goes when the verticle that started it goes, or its Vertx.
 */
final class RpcNode extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RpcNode.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(50);
  private static final Duration GOODBYE_TIMEOUT = Duration.ofMillis(500);

  private final RpcOptions options;
  private final LongSupplier nanoTime;
  private final Peer self;
  private final Bus bus;
  private final Directory directory;
  private final LocalServices services;
  private final Caller caller;
  private final AtomicLong malformed = new AtomicLong();

  // Owned by this verticle's event loop; written by become() only.
  private NodeState state = NodeState.ALIVE;
  private boolean warnedOfTwin;

  RpcNode(Vertx vertx, RpcOptions options, LongSupplier nanoTime, long incarnation) {
    this.options = options;
    this.nanoTime = nanoTime;
    this.self =
        new Peer(options.nodeId(), options.nodeName(), incarnation, NodeState.ALIVE, List.of());
    this.bus = new Bus(vertx, options.nodeId());
    this.directory = new Directory(options.nodeLostAfter(), nanoTime.getAsLong());
    this.services = new LocalServices(options, bus, nanoTime);
    this.caller = new Caller(options, directory, services::offers, self, bus, nanoTime);
  }

  Caller caller() {
    return caller;
  }

  LocalServices services() {
    return services;
  }

  Directory directory() {
    return directory;
  }

  Context context() {
    return context;
  }

  /** Messages that were no envelopes of ours. */
  long malformedMessages() {
    return malformed.get();
  }

  @Override
  public Future<?> start() {
    EnvelopeCodec.registerAll(vertx.eventBus());
    return Future.all(
            consume(Bus.callsTo(options.nodeId()), this::incoming),
            consume(Bus.outcomesFor(options.nodeId()), this::incoming),
            consume(Bus.ANNOUNCEMENTS, this::incoming))
        .onSuccess(registered -> {
          announce();
          vertx.setPeriodic(options.announceInterval().toMillis(), tick -> announce());
          vertx.setPeriodic(SWEEP_INTERVAL.toMillis(), tick -> sweep());
        });
  }

  @Override
  public Future<?> stop() {
    become(NodeState.LEAVING);
    Promise<Void> over = ((ContextInternal) context).promise();
    long patienceMillis = Math.max(1, options.drainTimeout().toMillis());
    long timer = vertx.setTimer(patienceMillis, tick -> over.tryComplete());
    services.drain().onComplete(drained -> over.tryComplete());
    return over.future()
        .onComplete(ended -> vertx.cancelTimer(timer))
        .eventually(() ->
            become(NodeState.GONE)
                .timeout(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty())
        .onComplete(said -> caller.close())
        .eventually(this::afterOwnMessages);
  }

  /** What this node has just said comes back to it: it is read before the consumers go. */
  private Future<Void> afterOwnMessages() {
    Promise<Void> read = Promise.promise();
    context.runOnContext(next -> context.runOnContext(now -> read.complete()));
    return read.future();
  }

  /** The one transition: says it to all. */
  private Future<Void> become(NodeState next) {
    state = next;
    return announce();
  }

  /** Tells all nodes now; any thread, completes when it was handed over. */
  Future<Void> changed() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(now -> {
      announce();
      done.complete();
    });
    return done.future();
  }

  /** Somebody who knows says that a node left; any thread. */
  void nodeLeft(String nodeId) {
    context.runOnContext(
        now -> directory.left(nodeId, nanoTime.getAsLong()).forEach(caller::nodeGone));
  }

  private Future<Void> announce() {
    return bus.announce(announcement());
  }

  private Announcement announcement() {
    return new Announcement(
        self.nodeId(), self.nodeName(), self.incarnation(), state, services.infos());
  }

  private void sweep() {
    long now = nanoTime.getAsLong();
    caller.expire(now);
    for (Peer lost : directory.sweep(now)) {
      LOG.warn("node '{}' has been silent for {}", lost.nodeName(), options.nodeLostAfter());
      caller.nodeGone(lost);
    }
  }

  private Future<Void> consume(String address, Consumer<Envelope> handler) {
    MessageConsumer<Object> consumer =
        vertx.eventBus().consumer(address, message -> guarded(message, handler));
    return consumer.completion();
  }

  /**
   * The guard at the entry: a message that is none of ours, or a defect, costs that message only.
   */
  private void guarded(Message<Object> message, Consumer<Envelope> handler) {
    try {
      // The body is decoded here, at the first look.
      if (message.body() instanceof Envelope envelope) {
        handler.accept(envelope);
        return;
      }
      throw new IllegalArgumentException("not an RPC message");
    } catch (RuntimeException failure) {
      malformed.incrementAndGet();
      LOG.warn("message at {} dropped: {}", message.address(), Texts.describe(failure));
    }
  }

  private void incoming(Envelope envelope) {
    switch (envelope) {
      case Request request -> services.serve(request);
      case Answer answer -> caller.answered(answer);
      case Failure failure -> caller.failed(failure);
      case Announcement announcement -> heard(announcement);
    }
  }

  private void heard(Announcement said) {
    if (said.nodeId().equals(self.nodeId())) {
      if (said.incarnation() != self.incarnation() && !warnedOfTwin) {
        warnedOfTwin = true;
        LOG.warn("node '{}' uses the node id of this node, {}", said.nodeName(), said.nodeId());
      }
      return;
    }
    Directory.Heard heard = directory.heard(said, nanoTime.getAsLong());
    heard.gone().forEach(caller::nodeGone);
    if (heard.newcomer()) {
      bus.announceTo(said.nodeId(), announcement());
    }
  }
}
