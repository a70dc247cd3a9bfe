package dev.samara.rpc;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Calls without an interface. Any thread.
 *
 * @param client makes them
 * @param formats of arguments and results
 */
record ReadyCalls(Client client, PayloadFormats formats) {
  /** An empty array in CBOR (RFC 8949, section 3.1). */
  private static final byte[] NO_ARGUMENTS = {(byte) 0x80};

  Future<String> json(String service, String method, String argumentsJson, Duration timeout) {
    return call(service, method, Buffer.buffer(argumentsJson), formats.json(), timeout)
        .map(Buffer::toString);
  }

  Future<Buffer> cbor(String service, String method, Buffer argumentsCbor, Duration timeout) {
    Buffer given = argumentsCbor.length() == 0 ? Buffer.buffer(NO_ARGUMENTS) : argumentsCbor;
    return call(service, method, given, formats.cbor(), timeout);
  }

  private Future<Buffer> call(
      String service, String method, Buffer arguments, PayloadFormat format, Duration timeout) {
    if (timeout.compareTo(RpcOptions.MIN_CALL_TIMEOUT) < 0
        || timeout.compareTo(RpcOptions.MAX_CALL_TIMEOUT) > 0) {
      String words = "the timeout is " + timeout + ": it must be from 1 ms to 1 day";
      return Future.failedFuture(new RpcException(FailureKind.REFUSED, service, method, words));
    }
    return ClientProxy.callReady(client, format, service, method, arguments, timeout);
  }
}
