package dev.samara.rpc.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A service on one node and what it has done since it was exposed; for another node as of its last
 * announcement.
 *
 * @param service the service's name, with {@code :2} and so on for later versions
 * @param node the name of the node that offers it
 * @param methods readable signatures in the order of their names, e.g. {@code now(Zone): Time}
 * @param calls calls that have arrived there
 * @param failuresByKind how many of them ended in a failure; a kind without any is absent
 * @param totalTime how long they took together
 * @param longestTime how long the longest took
 * @param epoch of a shard, which ownership it is: of two nodes that offer it the greater one is the
 *     later owner; empty for all other services. The methods of a shard are not listed
 */
public record ServiceInfo(
    String service,
    String node,
    List<String> methods,
    long calls,
    Map<FailureKind, Long> failuresByKind,
    Duration totalTime,
    Duration longestTime,
    OptionalLong epoch) {

  /** Copies the collections. */
  public ServiceInfo {
    methods = List.copyOf(methods);
    failuresByKind = Map.copyOf(failuresByKind);
  }

  /**
   * A service that nobody has called yet.
   *
   * @param service the service's name
   * @param node the name of the node that offers it
   * @param methods readable signatures
   */
  public ServiceInfo(String service, String node, List<String> methods) {
    this(service, node, methods, 0, Map.of(), Duration.ZERO, Duration.ZERO, OptionalLong.empty());
  }

  /**
   * How many calls ended in a failure of any kind.
   *
   * @return their sum
   */
  public long failures() {
    return failuresByKind.values().stream().mapToLong(Long::longValue).sum();
  }
}
