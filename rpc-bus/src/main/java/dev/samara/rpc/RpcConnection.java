package dev.samara.rpc;

import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.contract.ServiceNames;
import dev.samara.rpc.payload.PayloadFormats;
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

  private final Client client;
  private final PayloadFormats formats;
  private final Duration callTimeout;

  RpcConnection(Client client, PayloadFormats formats, Duration callTimeout) {
    this.client = client;
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
   * A client of a version of a service.
   *
   * @param name the service's name
   * @param type the interface
   * @param version 1 to 1,000,000
   * @param <T> the interface
   * @return as {@link Rpc#client(String, Class, int)}
   */
  public <T> T client(String name, Class<T> type, int version) {
    String versioned = ServiceNames.versioned(name, version);
    return ClientProxy.create(client, versioned, type, formats.compact(), callTimeout);
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
            client, formats.json(), service, method, Buffer.buffer(argumentsJson), timeout)
        .map(Buffer::toString);
  }
}
