package dev.samara.rpc;

import dev.samara.rpc.call.CallInterceptor;
import dev.samara.rpc.payload.PayloadKeys;
import dev.samara.rpc.policy.CallPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What most nodes leave as it is.
 *
 * @param streamWindow how many items of a stream may be under way or held by a reader that does not
 *     take them, 1 to 65,536
 * @param streamWindowBytes the same in bytes: the reader holds at most so much and one more item,
 *     64 KiB to 1 GiB
 * @param maxQueuedBytes how much may be on its way to one event loop of another node, or wait for
 *     the next connection of a link; calls beyond it fail as overloaded, and answers that do not
 *     fit into it are dropped and fail as a lost connection; 64 KiB to 1 GiB
 * @param debug whether the stack traces of failures travel to callers
 * @param slowCall calls that take as long are logged, 1 ms to 1 day
 * @param interceptors see all calls, in this order
 * @param keys seal all arguments and results that leave this process, and refuse what is not
 *     sealed; the nodes of a cluster need the same ones. TLS is the better choice where it can be
 *     had
 * @param policies by the names of services: for clients that are made without a policy of their
 *     own, on the bus or over a connection; the clients of one service share what they have
 *     learned, and their budget of retries, those over a connection with each other only
 * @param nodeLinks connections between nodes for calls, beside the bus
 */
public record RpcTuning(
    int streamWindow,
    long streamWindowBytes,
    long maxQueuedBytes,
    boolean debug,
    Duration slowCall,
    List<CallInterceptor> interceptors,
    Optional<PayloadKeys> keys,
    Map<String, CallPolicy> policies,
    Optional<NodeLinkOptions> nodeLinks) {

  /** Default of {@code streamWindow}. */
  public static final int DEFAULT_STREAM_WINDOW = 256;

  /** Default of {@code streamWindowBytes}: 4 MiB. */
  public static final long DEFAULT_STREAM_WINDOW_BYTES = 4L << 20;

  /** Default of {@code maxQueuedBytes}: 64 MiB. */
  public static final long DEFAULT_MAX_QUEUED_BYTES = 64L << 20;

  /** Default of {@code slowCall}. */
  public static final Duration DEFAULT_SLOW_CALL = Duration.ofSeconds(2);

  private static final int MAX_WINDOW = 65_536;
  private static final long LEAST_BYTES = 64L << 10;
  private static final long MOST_BYTES = 1L << 30;

  /** Checks the options; an error names the option, its value and its range. */
  public RpcTuning {
    if (streamWindow < 1 || streamWindow > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "streamWindow: " + streamWindow + " (expected: 1 to " + MAX_WINDOW + ")");
    }
    bytes("streamWindowBytes", streamWindowBytes);
    bytes("maxQueuedBytes", maxQueuedBytes);
    if (slowCall.compareTo(Duration.ofMillis(1)) < 0
        || slowCall.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("slowCall: " + slowCall + " (expected: 1 ms to 1 day)");
    }
    interceptors = List.copyOf(interceptors);
    policies = Map.copyOf(policies);
  }

  private static void bytes(String option, long value) {
    if (value < LEAST_BYTES || value > MOST_BYTES) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + LEAST_BYTES + " to " + MOST_BYTES + ")");
    }
  }

  /**
   * The defaults.
   *
   * @return without interceptors, not in debug mode
   */
  public static RpcTuning defaults() {
    return new RpcTuning(
        DEFAULT_STREAM_WINDOW,
        DEFAULT_STREAM_WINDOW_BYTES,
        DEFAULT_MAX_QUEUED_BYTES,
        false,
        DEFAULT_SLOW_CALL,
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /**
   * A copy with another window.
   *
   * @param items 1 to 65,536
   * @return the copy
   */
  public RpcTuning withStreamWindow(int items) {
    return withStreamWindow(items, streamWindowBytes);
  }

  /**
   * A copy with another window.
   *
   * @param items 1 to 65,536
   * @param bytes 64 KiB to 1 GiB
   * @return the copy
   */
  public RpcTuning withStreamWindow(int items, long bytes) {
    return new RpcTuning(
        items, bytes, maxQueuedBytes, debug, slowCall, interceptors, keys, policies, nodeLinks);
  }

  /**
   * A copy with another bound of what is on its way.
   *
   * @param bytes 64 KiB to 1 GiB
   * @return the copy
   */
  public RpcTuning withMaxQueuedBytes(long bytes) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        bytes,
        debug,
        slowCall,
        interceptors,
        keys,
        policies,
        nodeLinks);
  }

  /**
   * A copy in debug mode or not.
   *
   * @param on whether stack traces travel
   * @return the copy
   */
  public RpcTuning withDebug(boolean on) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        on,
        slowCall,
        interceptors,
        keys,
        policies,
        nodeLinks);
  }

  /**
   * A copy with another threshold.
   *
   * @param threshold 1 ms to 1 day
   * @return the copy
   */
  public RpcTuning withSlowCall(Duration threshold) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        debug,
        threshold,
        interceptors,
        keys,
        policies,
        nodeLinks);
  }

  /**
   * A copy with interceptors.
   *
   * @param all in the order in which they are asked
   * @return the copy
   */
  public RpcTuning withInterceptors(List<CallInterceptor> all) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        debug,
        slowCall,
        all,
        keys,
        policies,
        nodeLinks);
  }

  /**
   * A copy with keys.
   *
   * @param shared what all nodes of the cluster have
   * @return the copy
   */
  public RpcTuning withKeys(PayloadKeys shared) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        debug,
        slowCall,
        interceptors,
        Optional.of(shared),
        policies,
        nodeLinks);
  }

  /**
   * A copy with policies.
   *
   * @param byService by the names of services
   * @return the copy
   */
  public RpcTuning withPolicies(Map<String, CallPolicy> byService) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        debug,
        slowCall,
        interceptors,
        keys,
        byService,
        nodeLinks);
  }

  /**
   * A copy with connections between nodes.
   *
   * @param links where this node takes them
   * @return the copy
   */
  public RpcTuning withNodeLinks(NodeLinkOptions links) {
    return new RpcTuning(
        streamWindow,
        streamWindowBytes,
        maxQueuedBytes,
        debug,
        slowCall,
        interceptors,
        keys,
        policies,
        Optional.of(links));
  }
}
