package dev.samara.rpc.call;

import dev.samara.rpc.scope.CallScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The call that a service is dealing with. Any thread. Calls that the service makes meanwhile, from
 * the same virtual thread or the same Vert.x context, inherit what is left of its deadline and are
 * cancelled with it.
 */
public interface Call {

  /**
   * The call that the code running now serves.
   *
   * @return the call; empty outside of a service's method
   */
  static Optional<Call> current() {
    return CallScope.current().map(Call.class::cast);
  }

  /**
   * The service's name.
   *
   * @return the name, with {@code :2} and so on for later versions
   */
  String service();

  /**
   * The method's name.
   *
   * @return the name
   */
  String method();

  /**
   * Who calls.
   *
   * @return the name of a node, or the address of a connection's peer
   */
  String caller();

  /**
   * What the caller sent beside the arguments.
   *
   * @return at most 64 entries, not changeable
   */
  Map<String, String> metadata();

  /**
   * How much time is left.
   *
   * @return never negative; empty for a stream without deadline
   */
  Optional<Duration> remaining();

  /**
   * Whether nobody waits for the outcome any more.
   *
   * @return true after cancellation, after the deadline, or when the caller is gone
   */
  boolean isCancelled();

  /**
   * Asks to be told when nobody waits for the outcome any more; a thread that serves the call is
   * interrupted anyway.
   *
   * @param action run once, on any thread, at once if it is so already; not after the outcome
   * @return takes the action back when it is run
   */
  Runnable onCancel(Runnable action);
}
