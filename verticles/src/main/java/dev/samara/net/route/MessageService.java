package dev.samara.net.route;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.util.UUID;

/**
 * A service behind a bus address: takes the messages of {@link Routes#bus}, and plain bus messages
 * with a Buffer or a String as well.
 *
 * <pre>{@code
 * class Echo extends VerticleBase {
 *   public Future<?> start() {
 *     return MessageService.register(vertx, "echo", d -> d.reply(d.message()));
 *   }
 * }
 * }</pre>
 *
 * Several instances of a verticle share the work: each connection stays with one.
 */
public final class MessageService {

  private final String address;
  private final ServiceTable table;
  private final ServiceTable.Instance instance;
  private final MessageConsumer<?> own;
  private final MessageConsumer<?> common;

  private MessageService(
      String address,
      ServiceTable table,
      ServiceTable.Instance instance,
      MessageConsumer<?> own,
      MessageConsumer<?> common) {
    this.address = address;
    this.table = table;
    this.instance = instance;
    this.own = own;
    this.common = common;
  }

  /**
   * Registers a service on the calling context, usually in a verticle's {@code start}; it ends with
   * the verticle.
   *
   * @param vertx the Vert.x whose bus is meant
   * @param address the bus address
   * @param handler called on the calling context for each message; if it throws, the message's
   *     connection is closed with that reason
   * @return completes when the service can be reached, in a cluster from every node
   */
  public static Future<MessageService> register(
      Vertx vertx, String address, Handler<Delivery> handler) {
    BusCodecs.register(vertx.eventBus());
    var context = (ContextInternal) vertx.getOrCreateContext();
    var dispatcher = new BatchDispatcher(vertx.eventBus(), address, handler);
    var ownAddress = address + "@" + UUID.randomUUID();
    var instance = new ServiceTable.Instance(ownAddress, context.nettyEventLoop());
    var table = ServiceTable.of(vertx);
    Handler<Message<Object>> receive = dispatcher::receive;
    var own = vertx.eventBus().localConsumer(ownAddress, receive);
    var common = vertx.eventBus().consumer(address, receive);
    table.add(address, instance);
    // A verticle that is undeployed without calling close takes its consumers along.
    own.endHandler(_ -> table.remove(address, instance));
    return common.completion().map(_ -> new MessageService(address, table, instance, own, common));
  }

  /**
   * Ends the service; messages under way are still answered.
   *
   * @return completes when nobody is sent here any more
   */
  public Future<Void> close() {
    table.remove(address, instance);
    return Future.join(own.unregister(), common.unregister()).mapEmpty();
  }
}
