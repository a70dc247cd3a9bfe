package dev.samara.rpc.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sees all calls of a node, on both sides. All methods must be quick; calls are made and served on
 * several threads at a time.
 */
public interface CallInterceptor {

  /**
   * A call is about to be made, on the thread that makes it.
   *
   * @param service the service's name
   * @param method the method's name
   * @param metadata what travels beside the arguments so far
   * @return the same, or what is to travel instead; within the bounds of {@link CallOptions}
   */
  default Map<String, String> calling(String service, String method, Map<String, String> metadata) {
    return metadata;
  }

  /**
   * A call made from here has its outcome.
   *
   * @param service the service's name
   * @param method the method's name
   * @param failure why it failed; empty if it did not
   * @param took from the call to its outcome
   */
  default void called(
      String service, String method, Optional<RpcException> failure, Duration took) {}

  /**
   * A call is about to be served, on the thread that will run the method.
   *
   * @param call the call
   * @throws ServiceException refuses it: the method does not run
   */
  default void serving(Call call) {}

  /**
   * A call that was served here has its outcome, or nobody waits for it any more.
   *
   * @param call the call
   * @param failure why it failed; empty if it did not
   * @param took from its arrival to its outcome
   */
  default void served(Call call, Optional<FailureKind> failure, Duration took) {}
}
