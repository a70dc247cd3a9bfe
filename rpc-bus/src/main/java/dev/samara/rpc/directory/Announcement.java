package dev.samara.rpc.directory;

import dev.samara.rpc.call.ServiceInfo;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself, to all others. Every limit that a reader checks is checked here too:
 * writing one never fails.
 *
 * @param nodeId unique in the cluster
 * @param nodeName for humans
 * @param incarnation grows with each start of a node that keeps its id
 * @param serial grows with each announcement of that life: they may arrive in another order
 * @param loops how many event loops take its calls, 1 to 1,024
 * @param state how it is
 * @param services what it offers, with its own name as their node
 * @param link where it takes calls over connections, if it does
 */
public record Announcement(
    String nodeId,
    String nodeName,
    long incarnation,
    long serial,
    int loops,
    NodeState state,
    List<ServiceInfo> services,
    Optional<LinkAddress> link) {

  /** Longest name of a service or node, in characters. */
  public static final int MAX_NAME = 140;

  /** Longest signature, in characters. */
  public static final int MAX_LINE = 2048;

  /** Most services of a node, and most methods of a service. */
  public static final int MAX_LIST = 10_000;

  /** Most event loops. */
  public static final int MAX_LOOPS = 1024;

  /** Checks the limits. */
  public Announcement {
    requireLength("nodeId", nodeId, MAX_NAME);
    requireLength("nodeName", nodeName, MAX_NAME);
    services = List.copyOf(services);
    requireSize("services", services.size(), MAX_LIST);
    if (loops < 1 || loops > MAX_LOOPS) {
      throw new IllegalArgumentException("loops: " + loops + " (expected: 1 to 1024)");
    }
    for (ServiceInfo service : services) {
      requireLength("service", service.service(), MAX_NAME);
      requireSize("methods", service.methods().size(), MAX_LIST);
      service.methods().forEach(method -> requireLength("signature", method, MAX_LINE));
    }
    link.ifPresent(address -> {
      requireLength("link.host", address.host(), MAX_LINE);
      requireLength("link.key", address.key(), MAX_NAME);
    });
  }

  private static void requireLength(String what, String text, int max) {
    if (text.length() > max) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, limit " + max);
    }
  }

  private static void requireSize(String what, int size, int max) {
    if (size > max) {
      throw new IllegalArgumentException(size + " " + what + ", limit " + max);
    }
  }
}
