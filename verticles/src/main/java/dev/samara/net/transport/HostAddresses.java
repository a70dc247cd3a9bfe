package dev.samara.net.transport;

import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Finds the addresses of hosts without blocking an event loop: with the resolver of Vert.x, as its
 * {@code AddressResolverOptions} say, or where that one is switched off with the JVM's, whose
 * answers a few threads wait for. Any thread.
 */
final class HostAddresses {

  /** The JVM cannot be told to give up, and others need Vert.x's own worker threads. */
  private static final int JVM_THREADS = 4;

  private final VertxInternal vertx;

  /** Empty where Vert.x resolves. */
  private final Optional<WorkerExecutor> jvm;

  HostAddresses(VertxInternal vertx) {
    this.vertx = vertx;
    this.jvm = isLeftToJvm(vertx) ? Optional.of(jvmThreads(vertx)) : Optional.empty();
  }

  /** Whether Vert.x would ask the JVM, which blocks the thread that asks. */
  static boolean isLeftToJvm(VertxInternal vertx) {
    return vertx.nameResolver().nettyAddressResolverGroup() == DefaultAddressResolverGroup.INSTANCE;
  }

  /** The threads that wait for the JVM's answers; all hubs of a Vert.x share them. */
  static WorkerExecutor jvmThreads(VertxInternal vertx) {
    return vertx.createSharedWorkerExecutor("samara-host-names", JVM_THREADS);
  }

  /** Finds a host's address; on the context's event loop. */
  Future<InetAddress> of(ContextInternal context, String host) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return context.succeededFuture(InetAddress.ofLiteral(host));
    }
    if (jvm.isPresent()) {
      return jvm.get().executeBlocking(() -> InetAddress.getByName(host), false);
    }
    var found = context.<InetSocketAddress>promise();
    vertx.nameResolver().resolve(context.nettyEventLoop(), host).addListener(found);
    return found.future().map(InetSocketAddress::getAddress);
  }
}
