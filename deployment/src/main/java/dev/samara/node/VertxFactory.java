package dev.samara.node;

import dev.samara.node.cluster.HazelcastCluster;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.DnsConfig;
import dev.samara.node.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.nio.file.Files;
import java.util.Optional;

/** Makes the Vert.x of a node. */
final class VertxFactory {

  /** Messages are work for processors, not waiting: more loops than those only take turns. */
  static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** Nothing runs there that could block. */
  private static final long ASIDE_CHECK_MILLIS = 3_600_000;

  /** A peer that died without a word is noticed by the bus after twice this time. */
  private static final int BUS_PING_MILLIS = 2_000;

  private VertxFactory() {}

  static Future<Vertx> create(NodeConfig config, Optional<HazelcastCluster> cluster) {
    config.dns().ifPresent(VertxFactory::prepare);
    var builder = Vertx.builder().with(options(config)).withTransport(transport(config));
    return cluster
        .map(hazelcast -> clustered(builder, hazelcast))
        .orElseGet(() -> Future.succeededFuture(builder.build()));
  }

  /** With one event loop and nothing else, for what must go on when the others are blocked. */
  static Vertx aside(NodeConfig config) {
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setBlockedThreadCheckInterval(ASIDE_CHECK_MILLIS)
            .setFileSystemOptions(files());
    return Vertx.builder().with(options).withTransport(transport(config)).build();
  }

  private static Future<Vertx> clustered(VertxBuilder builder, HazelcastCluster hazelcast) {
    return builder
        .withClusterManager(hazelcast.manager())
        .buildClustered()
        .recover(cause -> Future.failedFuture("cannot join the cluster: " + cause.getMessage()));
  }

  /** The launcher switches the resolver of Vert.x off, for who configures it not. */
  private static void prepare(DnsConfig dns) {
    dns.hostsFile()
        .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
        .ifPresent(file -> {
          throw new ConfigException("dns.hostsFile: %s cannot be read".formatted(file));
        });
    System.setProperty("vertx.disableDnsResolver", "false");
  }

  private static VertxOptions options(NodeConfig config) {
    var bus =
        new EventBusOptions()
            .setHost(config.cluster().host())
            .setConnectTimeout(BUS_PING_MILLIS)
            .setClusterPingInterval(BUS_PING_MILLIS)
            .setClusterPingReplyInterval(BUS_PING_MILLIS);
    return new VertxOptions()
        .setEventBusOptions(bus)
        .setAddressResolverOptions(
            config.dns().map(DnsConfig::options).orElseGet(AddressResolverOptions::new))
        .setFileSystemOptions(files())
        .setEventLoopPoolSize(EVENT_LOOPS);
  }

  /** Nothing is served from the class path, so no cache folder is needed. */
  private static FileSystemOptions files() {
    return new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
  }

  static Transport transport(NodeConfig config) {
    var wanted = config.transport();
    return switch (wanted) {
      case "nio" -> Transport.NIO;
      case "epoll" -> required(wanted, Transport.EPOLL);
      case "io_uring" -> required(wanted, Transport.IO_URING);
      default -> ifAvailable(Transport.EPOLL).orElse(Transport.NIO);
    };
  }

  private static Transport required(String name, Transport transport) {
    return ifAvailable(transport)
        .orElseThrow(() ->
            new ConfigException(
                "transport: '%s' is not available on this machine (expected: auto or nio)%s"
                    .formatted(name, why(transport))));
  }

  private static Optional<Transport> ifAvailable(Transport transport) {
    return Optional.ofNullable(transport).filter(Transport::available);
  }

  /** The cause's first line; there is no transport at all where its library is missing. */
  private static String why(Transport transport) {
    return Optional.ofNullable(transport)
        .map(Transport::unavailabilityCause)
        .map(Throwable::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .map(": "::concat)
        .orElse("");
  }
}
