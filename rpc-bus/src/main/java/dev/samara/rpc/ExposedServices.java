package dev.samara.rpc;

import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.contract.ServiceNames;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import java.util.Optional;

/**
 * Exposes services of a node and takes them back. Any thread.
 *
 * @param node offers them
 * @param nodeName for messages
 */
record ExposedServices(RpcNode node, String nodeName) {

  <T> Future<Void> expose(String name, Class<T> type, T implementation, ServiceOptions options) {
    Objects.requireNonNull(implementation, "implementation");
    try {
      ServiceContract contract = ServiceContract.of(type);
      Optional<ContextInternal> home =
          Optional.ofNullable(ContextInternal.current()).map(ContextInternal::unwrap);
      String versioned = ServiceNames.versioned(name, options.version());
      if (!node.services().add(versioned, contract, implementation, home, options)) {
        throw new IllegalArgumentException(
            "service '" + versioned + "' is already exposed on node '" + nodeName + "'");
      }
    } catch (IllegalArgumentException wrong) {
      return Future.failedFuture(wrong);
    }
    return node.changed();
  }

  Future<Void> withdraw(String name) {
    return node.services().remove(name)
        ? node.changed()
        : Future.failedFuture(
            new IllegalArgumentException(
                "service '" + name + "' is not exposed on node '" + nodeName + "'"));
  }
}
