package dev.samara.rpc;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthFraming;
import dev.samara.net.HubLink;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.MethodInfo;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.WhileDown;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.policy.AttemptFigures;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.transport.NodeLinks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The RPC end of one node: exposes services to all nodes on the event bus, and calls theirs.
 *
 * <p>A service is a plain interface. Its methods are called by name, so each needs a name of its
 * own; default methods are called on the other side like all others. Arguments and results are
 * records, enums, primitives, String, BigDecimal, BigInteger, Instant, Duration, LocalDate, UUID,
 * and Optional, List, Set and Map (with String keys) of these. A method may return
 *
 * <ul>
 *   <li>{@code Future<T>}: the implementation runs on the context where it was exposed; exposed
 *       outside of Vert.x, on any event loop, by several at a time. The client's future completes
 *       on the caller's context;
 *   <li>a plain value or nothing: the implementation runs on a virtual thread, the client's thread
 *       waits. On an event loop the client throws an IllegalStateException instead.
 * </ul>
 *
 * <p>A call ends in its result or in an {@link RpcException}; exactly one of them, at its deadline
 * at the latest. A service that this node offers itself is called here, others at the nodes that
 * offer them in turn. All methods may be called from any thread and none blocks.
 */
public final class Rpc {
  private final Vertx vertx;
  private final RpcOptions options;
  private final RpcNode node;
  private final String deploymentId;
  private final RpcConnections connections;
  private final ExposedServices exposed;
  private final AtomicReference<Future<Void>> closing = new AtomicReference<>();

  private Rpc(Vertx vertx, RpcOptions options, RpcNode node, String deploymentId) {
    this.vertx = vertx;
    this.options = options;
    this.node = node;
    this.deploymentId = deploymentId;
    this.connections = new RpcConnections(node, options);
    this.exposed = new ExposedServices(node, options.nodeName());
  }

  /**
   * Starts the RPC end of a node. Started from a verticle, it closes with that verticle.
   *
   * @param vertx clustered or not
   * @param options how it behaves; the node id must be unique on the bus
   * @return completes when the node's bus addresses are known (in a cluster: to the cluster)
   */
  public static Future<Rpc> start(Vertx vertx, RpcOptions options) {
    RpcNode node = new RpcNode(vertx, options);
    return vertx.deployVerticle(node).map(id -> new Rpc(vertx, options, node, id));
  }

  /**
   * Exposes a service under the simple name of its interface with a lower-case first letter: {@code
   * Clock} becomes {@code clock}.
   *
   * @param type the interface
   * @param implementation what is called, by several threads at a time if it returns plain values
   * @param <T> the interface
   * @return as {@link #expose(String, Class, Object)}
   */
  public <T> Future<Void> expose(Class<T> type, T implementation) {
    return expose(ServiceNames.of(type), type, implementation);
  }

  /**
   * Exposes a service. Called on a Vert.x context, its methods that return a Future will run there;
   * called elsewhere, on the event loop where a call arrives, which is the caller's if it is on
   * this node.
   *
   * @param name a letter, then at most 127 letters, digits, dots, underscores and hyphens; not in
   *     use on this node
   * @param type the interface
   * @param implementation what is called, by several threads at a time if it returns plain values
   * @param <T> the interface
   * @return completes when the others were told; fails with an IllegalArgumentException that names
   *     what is wrong with the name, or in the interface, or if the node offers 1,000 already
   */
  public <T> Future<Void> expose(String name, Class<T> type, T implementation) {
    return expose(name, type, implementation, ServiceOptions.defaults());
  }

  /**
   * Exposes a service. Called on a Vert.x context, its methods that return a future or a stream
   * will run there.
   *
   * @param name as for {@link #expose(String, Class, Object)}
   * @param type the interface
   * @param implementation what is called, by several threads at a time if it returns plain values
   * @param service its version, threads and bounds
   * @param <T> the interface
   * @return as {@link #expose(String, Class, Object)}
   */
  public <T> Future<Void> expose(
      String name, Class<T> type, T implementation, ServiceOptions service) {
    if (closing.get() != null) {
      return Future.failedFuture(new IllegalStateException("this RPC end is closed"));
    }
    return exposed.expose(name, type, implementation, service);
  }

  /**
   * Takes a service back. Calls being served go on, later ones do not reach this node.
   *
   * @param name the service's name
   * @return completes when the others were told; fails with an IllegalArgumentException if this
   *     node does not offer it
   */
  public Future<Void> withdraw(String name) {
    return exposed.withdraw(name);
  }

  /**
   * A client of the service that has the interface's simple name with a lower-case first letter.
   *
   * @param type the interface
   * @param <T> the interface
   * @return as {@link #client(String, Class)}
   */
  public <T> T client(Class<T> type) {
    return client(ServiceNames.of(type), type);
  }

  /**
   * A client of a service, wherever it is offered at the time of each call. Cheap to keep; any
   * thread. Its toString, equals and hashCode are local. A call has the default deadline.
   *
   * @param name the service's name
   * @param type the interface
   * @param <T> the interface
   * @return the client
   * @throws IllegalArgumentException naming what is wrong in the interface or with the name
   */
  public <T> T client(String name, Class<T> type) {
    return client(name, type, 1);
  }

  /**
   * A client of a version of a service.
   *
   * @param name the service's name
   * @param type the interface
   * @param version 1 to 1,000,000
   * @param <T> the interface
   * @return as {@link #client(String, Class)}
   */
  public <T> T client(String name, Class<T> type, int version) {
    return create(node.clients().of(name), name, type, version);
  }

  /**
   * A client that deals with failures, slow nodes and the choice of nodes in its own way. Keep it:
   * what it has learned of the nodes, and its budget of retries, are its own.
   *
   * @param name the service's name
   * @param type the interface
   * @param version 1 to 1,000,000
   * @param policy applies to methods without streams; methods that may run twice are those marked
   *     {@link dev.samara.rpc.call.Idempotent}
   * @param <T> the interface
   * @return as {@link #client(String, Class)}
   */
  public <T> T client(String name, Class<T> type, int version, CallPolicy policy) {
    return create(node.clients().of(policy), name, type, version);
  }

  private <T> T create(Client by, String name, Class<T> type, int version) {
    String versioned = ServiceNames.versioned(name, version);
    return ClientProxy.create(by, versioned, type, node.formats().compact(), options.callTimeout());
  }

  /**
   * A client with a policy, of the first version of a service of the interface's name.
   *
   * @param type the interface
   * @param policy as {@link #client(String, Class, int, CallPolicy)} has it
   * @param <T> the interface
   * @return as {@link #client(String, Class)}
   */
  public <T> T client(Class<T> type, CallPolicy policy) {
    return client(ServiceNames.of(type), type, 1, policy);
  }

  /**
   * A service that is divided into shards: for those who own them and those who call. Keep it.
   *
   * @param name the service's name, at most 100 characters
   * @param type the interface
   * @param options how many shards, and how they are served
   * @param <T> the interface
   * @return nothing is hosted yet
   * @throws IllegalArgumentException naming what is wrong in the interface or with the name
   */
  public <T> RpcShards<T> shards(String name, Class<T> type, ShardOptions options) {
    return new RpcShards<>(node, this.options, name, type, options);
  }

  /**
   * How many attempts the calls of clients with policies took, apart from {@link #balance}, where a
   * call is one whatever it took.
   *
   * @return a snapshot
   */
  public AttemptFigures attempts() {
    return node.clients().attempts();
  }

  /**
   * Calls a method without its interface.
   *
   * @param service the service's name
   * @param method the method's name
   * @param argumentsJson a JSON array of the arguments in order; or, for a method with exactly one
   *     parameter, that argument itself, unless it is an array: an array is always the list of
   *     arguments, so a single argument that is a list is written {@code [[1, 2]]}. Empty or blank
   *     for no arguments
   * @param timeout deadline, 1 ms to 1 day
   * @return the result as JSON, {@code null} for none; fails with an {@link RpcException}
   */
  public Future<String> callJson(
      String service, String method, String argumentsJson, Duration timeout) {
    return node.ready().json(service, method, argumentsJson, timeout);
  }

  /**
   * Calls a method without its interface, in CBOR.
   *
   * @param service the service's name
   * @param method the method's name
   * @param argumentsCbor as {@link #callJson} has them; no bytes for no arguments
   * @param timeout deadline, 1 ms to 1 day
   * @return the result as CBOR; fails with an {@link RpcException}
   */
  public Future<Buffer> callCbor(
      String service, String method, Buffer argumentsCbor, Duration timeout) {
    return node.ready().cbor(service, method, argumentsCbor, timeout);
  }

  /**
   * The framing of connections that speak RPC: each message follows its length in 32 bits.
   *
   * @return for listeners and connectors, wide enough for {@code maxMessageBytes}
   */
  public Framing framing() {
    return new LengthFraming(options.maxMessageBytes() + RpcConnection.HEAD_BYTES);
  }

  /**
   * The route of connections that speak RPC, for a listener or a connector of a hub of the same
   * Vertx. Both sides may call: each what the other's route names.
   *
   * @param services those of this node that the peer may call, by their names with version, {@code
   *     *} for all; none if it only serves
   * @return the route; once a connection is open, {@link #over} gives its clients
   */
  public Route route(String... services) {
    return connections.route(Set.of(services));
  }

  /**
   * Calls over a connection.
   *
   * @param connection open, with a {@link #route}
   * @return makes clients of what the peer serves
   * @throws IllegalArgumentException if its route is another one, or it has ended
   */
  public RpcConnection over(Connection connection) {
    return connections.over(connection);
  }

  /**
   * Calls over a link, by its connection of the moment. What is under way at a break fails as
   * {@link FailureKind#CONNECTION_LOST}, and everything when the link ends for good.
   *
   * @param link with a {@link #route}
   * @param whileDown what becomes of calls made while there is no connection
   * @return makes clients of what the peer serves; they outlive breaks
   */
  public RpcConnection over(HubLink link, WhileDown whileDown) {
    return connections.over(link, whileDown);
  }

  /**
   * All services known on the bus.
   *
   * @return sorted by the service's name, then by the node's name
   */
  public List<ServiceInfo> services() {
    return node.known();
  }

  /**
   * Asks a node for a sign of life, over the bus.
   *
   * @param nodeId its node id
   * @param timeout how long to wait, 1 ms to 1 day
   * @return how long the answer took; fails if there was none
   */
  public Future<Duration> ping(String nodeId, Duration timeout) {
    return PlainAddresses.ping(vertx, nodeId, timeout);
  }

  /**
   * A client of a consumer on the bus that knows nothing of RPC. It gets the arguments as a
   * JsonArray and the method's name in the header {@code method}, and replies with the result: a
   * JSON value. A failure of its becomes {@link FailureKind#CALLEE_FAILED} with its code. Streams
   * are refused.
   *
   * @param address the bus address
   * @param type the interface
   * @param <T> the interface
   * @return the client
   * @throws IllegalArgumentException naming what is wrong in the interface
   */
  public <T> T plainClient(String address, Class<T> type) {
    return connections.plainClient(vertx, address, type);
  }

  /**
   * The methods of the services that this node offers, but for those with streams.
   *
   * @return by the names of the service and the method
   */
  public List<MethodInfo> methods() {
    return node.services().methods();
  }

  /** {@return how many connections stand by which this node calls others} */
  public int nodeLinks() {
    return node.links().map(NodeLinks::dialled).orElse(0);
  }

  /**
   * Tells that a node is no more, e.g. on a signal of the cluster manager: calls that wait for it
   * fail with {@link FailureKind#NODE_LEFT} at once instead of after its silence. An unknown id
   * changes nothing.
   *
   * @param nodeId its node id
   */
  public void nodeLeft(String nodeId) {
    node.nodeLeft(nodeId);
  }

  /**
   * What became of the calls made from this node.
   *
   * @return a snapshot that adds up
   */
  public CallBalance balance() {
    return node.caller().balance();
  }

  /**
   * Hands its shards over, tells the others to choose this node no more and answers the calls it
   * serves, each for {@code drainTimeout} at most, and the latter for 250 ms at least if there are
   * others, whose calls may be on their way. Then fails what is left, here and at the callers.
   *
   * @return completes when all that is done, the same each time; close the Vertx after it
   */
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    if (closing.compareAndSet(null, done.future())) {
      // It fails if the verticle that started this, or the Vertx, has closed it already.
      vertx.undeploy(deploymentId).onComplete(gone -> done.complete());
    }
    return closing.get();
  }

  RpcNode node() {
    return node;
  }
}
