package dev.samara.rpc.call;

import java.util.List;

/**
 * A service on one node, as the RPC end of a node shows it.
 *
 * @param service the service's name
 * @param node the name of the node that offers it
 * @param methods readable signatures in the order of their names, e.g. {@code now(Zone): Time}
 * @param calls calls that have arrived there since it was exposed; for another node as of its last
 *     announcement
 * @param failures how many of them ended in a failure of any kind
 */
public record ServiceInfo(
    String service, String node, List<String> methods, long calls, long failures) {

  /** Copies the list of methods. */
  public ServiceInfo {
    methods = List.copyOf(methods);
  }
}
