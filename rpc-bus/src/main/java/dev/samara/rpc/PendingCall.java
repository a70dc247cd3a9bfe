package dev.samara.rpc;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * A call of this node without an outcome yet. Whoever takes it out of the {@link Caller}'s table
 * completes it, so it gets exactly one.
 *
 * @param promise of the result's bytes; decides on which context listeners run
 */
record PendingCall(
    long id,
    String service,
    String method,
    Duration timeout,
    long deadlineNanos,
    Promise<byte[]> promise) {

  Future<byte[]> future() {
    return promise.future();
  }

  /** For messages: service and method. */
  String name() {
    return service + "." + method;
  }

  void fail(FailureKind kind, String message) {
    promise.fail(new RpcException(kind, service, method, Texts.oneLine(message)));
  }
}
