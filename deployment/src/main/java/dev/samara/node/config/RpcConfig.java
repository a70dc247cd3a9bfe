package dev.samara.node.config;

import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcTuning;
import dev.samara.rpc.policy.CallPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the node calls, and is called by, other nodes.
 *
 * @param callTimeout deadline of a call that names none
 * @param announceInterval how often the node tells the others what it offers
 * @param nodeLostAfter silence after which another node counts as lost
 * @param maxMessageBytes limit of the arguments and of the result of a call
 * @param maxPendingCalls how many calls of this node may wait for an answer
 * @param maxConcurrentCalls how many calls it serves at a time
 * @param streamWindow how many items of a stream may be under way
 * @param streamWindowBytes how many bytes of them
 * @param maxQueuedBytes how much may be on its way to one event loop of another node
 * @param debug whether the stack traces of failures travel to callers
 * @param slowCall calls that take as long are logged
 * @param keys what seals all calls between nodes
 * @param nodeLinks where it takes calls of other nodes over connections
 * @param policies how clients of a service deal with failures, by its name
 */
public record RpcConfig(
    Optional<Duration> callTimeout,
    Optional<Duration> announceInterval,
    Optional<Duration> nodeLostAfter,
    Optional<Integer> maxMessageBytes,
    Optional<Integer> maxPendingCalls,
    Optional<Integer> maxConcurrentCalls,
    Optional<Integer> streamWindow,
    Optional<Long> streamWindowBytes,
    Optional<Long> maxQueuedBytes,
    Optional<Boolean> debug,
    Optional<Duration> slowCall,
    Optional<RpcKeysConfig> keys,
    Optional<NodeLinksConfig> nodeLinks,
    Map<String, RpcPolicyConfig> policies) {

  /** Copies the map. */
  public RpcConfig {
    policies = policies == null ? Map.of() : new LinkedHashMap<>(policies);
  }

  /** Checks the ranges, which the RPC end knows. */
  void check() {
    options("node", "node", "localhost", 0);
  }

  /**
   * The options as the RPC end takes them, but for the keys, which have to be read.
   *
   * @param nodeName the node's name
   * @param nodeId the node's id
   * @param clusterHost the address other nodes reach this one at
   * @param portOffset added to fixed ports
   * @return options; what is not given is the default
   */
  public RpcOptions options(String nodeName, String nodeId, String clusterHost, int portOffset) {
    var usual = RpcOptions.defaults(nodeName, nodeId);
    return Checks.in(
        "rpc.",
        () ->
            usual
                .withCallTimeout(callTimeout.orElse(usual.callTimeout()))
                .withAnnouncing(
                    announceInterval.orElse(usual.announceInterval()),
                    nodeLostAfter.orElse(usual.nodeLostAfter()))
                .withLimits(
                    maxMessageBytes.orElse(usual.maxMessageBytes()),
                    maxPendingCalls.orElse(usual.maxPendingCalls()),
                    maxConcurrentCalls.orElse(usual.maxConcurrentCalls()))
                .withTuning(tuning(clusterHost, portOffset)));
  }

  private RpcTuning tuning(String clusterHost, int portOffset) {
    var usual = RpcTuning.defaults();
    var byService = new LinkedHashMap<String, CallPolicy>();
    policies.forEach((service, policy) ->
        byService.put(service, policy.policy("rpc.policies." + service + ".")));
    var tuning =
        Checks.in(
            "rpc.",
            () ->
                usual
                    .withStreamWindow(
                        streamWindow.orElse(usual.streamWindow()),
                        streamWindowBytes.orElse(usual.streamWindowBytes()))
                    .withMaxQueuedBytes(maxQueuedBytes.orElse(usual.maxQueuedBytes()))
                    .withDebug(debug.orElse(usual.debug()))
                    .withSlowCall(slowCall.orElse(usual.slowCall()))
                    .withPolicies(byService));
    return nodeLinks
        .map(given ->
            tuning.withNodeLinks(Checks.in("rpc.", () -> given.options(clusterHost, portOffset))))
        .orElse(tuning);
  }
}
