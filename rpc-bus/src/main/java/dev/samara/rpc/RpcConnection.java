package dev.samara.rpc;

import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.policy.CallPolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls over one connection, or over the connections of one link, to whoever is at the other end.
 * They behave as calls over the bus do; when the connection ends, those under way fail as {@code
 * CONNECTION_LOST}. Any thread.
 */
public final class RpcConnection {
  /** What a message may have beside one argument list, result or item. */
  static final int HEAD_BYTES = 128 * 1024;

  private final Client client;
  private final RpcNode node;
  private final RpcOptions options;
  private final Map<String, Client> policed = new ConcurrentHashMap<>();

  RpcConnection(Client client, RpcNode node, RpcOptions options) {
    this.client = client;
    this.node = node;
    this.options = options;
  }

  /**
   * A client of the service that has the interface's simple name with a lower-case first letter.
   *
   * @param type the interface
   * @param <T> the interface
   * @return as {@link Rpc#client(Class)}
   */
  public <T> T client(Class<T> type) {
    return client(ServiceNames.of(type), type, 1);
  }

  /**
   * A client of a version of a service, with the policy of {@code RpcTuning.policies} that there is
   * for the service.
   *
   * @param name the service's name
   * @param type the interface
   * @param version 1 to 1,000,000
   * @param <T> the interface
   * @return as {@link Rpc#client(String, Class, int)}
   */
  public <T> T client(String name, Class<T> type, int version) {
    CallPolicy policy = options.tuning().policies().get(name);
    Client with =
        policy == null
            ? client
            : policed.computeIfAbsent(name, each -> node.withPolicy(client, policy));
    return create(with, name, type, version);
  }

  /**
   * A client that deals with failures in its own way: it attempts calls again, within its budget,
   * keeps them from a peer that fails, and bounds how many are under way. There is one peer, so
   * that it neither chooses nor hedges, and what the peer has too much of fails at once. Keep it:
   * what it has learned, and its budget of retries, are its own. Over a link that waits while it is
   * down, a second attempt waits for the next connection; over one connection that has ended, all
   * fail.
   *
   * @param name the service's name
   * @param type the interface
   * @param version 1 to 1,000,000
   * @param policy as {@link Rpc#client(String, Class, int, CallPolicy)} has it
   * @param <T> the interface
   * @return as {@link Rpc#client(String, Class, int)}
   */
  public <T> T client(String name, Class<T> type, int version, CallPolicy policy) {
    return create(node.withPolicy(client, policy), name, type, version);
  }

  private <T> T create(Client by, String name, Class<T> type, int version) {
    String versioned = ServiceNames.versioned(name, version);
    PayloadFormat format = node.formats().compact();
    return ClientProxy.create(by, versioned, type, format, options.callTimeout());
  }

  /**
   * Calls a method without its interface.
   *
   * @param service the service's name
   * @param method the method's name
   * @param argumentsJson as for {@link Rpc#callJson}
   * @param timeout deadline, 1 ms to 1 day
   * @return the result as JSON, {@code null} for none; fails with an {@link RpcException}
   */
  public Future<String> callJson(
      String service, String method, String argumentsJson, Duration timeout) {
    return ClientProxy.callReady(
            client, node.formats().json(), service, method, Buffer.buffer(argumentsJson), timeout)
        .map(Buffer::toString);
  }
}
