package dev.samara.rpc;

import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.policy.CallPolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Calls over one connection, or over the connections of one link, to whoever is at the other end.
 * They behave as calls over the bus do; when the connection ends, those under way fail as {@code
 * CONNECTION_LOST}. Any thread.
 */
public final class RpcConnection {
  /** What a message may have beside one argument list, result or item. */
  static final int HEAD_BYTES = 128 * 1024;

  private final Clients clients;
  private final PayloadFormats formats;
  private final Duration callTimeout;

  RpcConnection(Clients clients, PayloadFormats formats, Duration callTimeout) {
    this.clients = clients;
    this.formats = formats;
    this.callTimeout = callTimeout;
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
    return create(clients.of(name), name, type, version);
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
    return create(clients.of(policy), name, type, version);
  }

  private <T> T create(Client by, String name, Class<T> type, int version) {
    String versioned = ServiceNames.versioned(name, version);
    return ClientProxy.create(by, versioned, type, formats.compact(), callTimeout);
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
            clients.plain(), formats.json(), service, method, Buffer.buffer(argumentsJson), timeout)
        .map(Buffer::toString);
  }
}
