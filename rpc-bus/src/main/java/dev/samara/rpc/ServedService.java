package dev.samara.rpc;

import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.contract.ServiceContract;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.LongAdder;

/**
 * A service that this node offers. Immutable but for its counters; any thread.
 *
 * @param context where methods that return a Future run
 */
record ServedService(
    String name,
    ServiceContract contract,
    Object implementation,
    ContextInternal context,
    LongAdder calls,
    LongAdder failures) {

  ServedService(
      String name, ServiceContract contract, Object implementation, ContextInternal context) {
    this(name, contract, implementation, context, new LongAdder(), new LongAdder());
  }

  ServiceInfo info(String node) {
    return new ServiceInfo(name, node, contract.signatures(), calls.sum(), failures.sum());
  }
}
