package dev.samara.rpc;

import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has registered on the bus. Any thread. */
final class BusConsumers {
  private static final Logger LOG = LoggerFactory.getLogger(BusConsumers.class);

  private final EventBus bus;
  private final List<MessageConsumer<Object>> consumers = new CopyOnWriteArrayList<>();
  private final AtomicLong malformed = new AtomicLong();

  BusConsumers(EventBus bus) {
    this.bus = bus;
  }

  /** Takes messages of other nodes on an event loop; completes when that is known. */
  Future<Void> add(ContextInternal home, String address, Consumer<Object> handler) {
    return home.future(done ->
        home.runOnContext(now ->
            add(address, message -> guarded(address, message::body, handler)).onComplete(done)));
  }

  /** Takes messages of anybody on the event loop that runs this; completes when that is known. */
  Future<Void> add(String address, Handler<Message<Object>> handler) {
    MessageConsumer<Object> consumer = bus.consumer(address, handler);
    consumers.add(consumer);
    return consumer.completion();
  }

  /**
   * The guard at the entry: a message that is none of ours, or a defect, costs that message only.
   * The body is decoded at the first look.
   */
  private void guarded(String address, Supplier<Object> body, Consumer<Object> handler) {
    try {
      handler.accept(body.get());
    } catch (RuntimeException failure) {
      malformed.incrementAndGet();
      LOG.warn("message at {} dropped: {}", address, Texts.describe(failure));
    }
  }

  /** Messages that were none of ours. */
  long malformed() {
    return malformed.get();
  }

  /** Takes nothing more. */
  Future<?> unregister() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList());
  }
}
