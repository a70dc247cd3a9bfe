package dev.samara.rpc.wire;

import dev.samara.rpc.call.CalleeError;
import dev.samara.rpc.call.FailureKind;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a call. Numbers of calls are the caller's, and unique in one direction of one
 * dialogue; where both sides could mean one of their own, a frame says whether it goes to the
 * callee.
 */
public sealed interface Frame {

  /**
   * The call.
   *
   * @return its number
   */
  long id();

  /**
   * A call begins.
   *
   * @param id the call
   * @param endpoint what is called
   * @param remainingMillis time left when it was sent; 0 for no deadline
   * @param credit how much of its result the caller takes; none unless the result is a stream
   * @param metadata what travels beside the arguments
   * @param arguments an array of values
   */
  record Request(
      long id,
      Endpoint endpoint,
      long remainingMillis,
      Window credit,
      Map<String, String> metadata,
      Payload arguments)
      implements Frame {}

  /**
   * A call ends with its result; if that is a stream, it follows the last item and is empty.
   *
   * @param id the call
   * @param result the value
   */
  record Answer(long id, Payload result) implements Frame {}

  /**
   * A call ends in a failure.
   *
   * @param id the call
   * @param kind why
   * @param message one line for a human
   * @param error what the callee threw
   * @param retryAfterMillis when to try again; 0 if unknown
   * @param notSent whether the request has certainly not left this node; does not travel
   */
  record Failure(
      long id,
      FailureKind kind,
      String message,
      Optional<CalleeError> error,
      long retryAfterMillis,
      boolean notSent)
      implements Frame {

    /**
     * As it travels.
     *
     * @param id the call
     * @param kind why
     * @param message one line for a human
     * @param error what the callee threw
     * @param retryAfterMillis when to try again; 0 if unknown
     */
    public Failure(
        long id,
        FailureKind kind,
        String message,
        Optional<CalleeError> error,
        long retryAfterMillis) {
      this(id, kind, message, error, retryAfterMillis, false);
    }

    /**
     * Without details.
     *
     * @param id the call
     * @param kind why
     * @param message one line for a human
     */
    public Failure(long id, FailureKind kind, String message) {
      this(id, kind, message, Optional.empty(), 0, false);
    }

    /**
     * Of a request that has not left this node.
     *
     * @param id the call
     * @param kind why
     * @param message one line for a human
     * @return without details
     */
    public static Failure unsent(long id, FailureKind kind, String message) {
      return new Failure(id, kind, message, Optional.empty(), 0, true);
    }
  }

  /**
   * One item of a stream.
   *
   * @param id the call
   * @param toCallee whether it is of the argument, not of the result
   * @param item the value
   */
  record Item(long id, boolean toCallee, Payload item) implements Frame {}

  /**
   * Items of streams as they travel, one behind the other: they were made bytes when they were
   * said. Leaves a node, and arrives as {@link Item}s.
   *
   * @param id the call of the first
   * @param bytes on the heap; more follow until the turn is over
   */
  record Items(long id, ByteBuf bytes) implements Frame {}

  /**
   * More items may come.
   *
   * @param id the call
   * @param toCallee whether items of the result are meant
   * @param more how many more
   */
  record Credit(long id, boolean toCallee, Window more) implements Frame {}

  /**
   * The stream that is an argument has ended.
   *
   * @param id the call
   */
  record End(long id) implements Frame {}

  /**
   * Nobody wants more.
   *
   * @param id the call
   * @param toCallee whether the call is given up; otherwise only the stream that is an argument
   */
  record Cancel(long id, boolean toCallee) implements Frame {}

  /**
   * A sign of life.
   *
   * @param id any number
   * @param isAnswer whether it answers another one with the same number
   */
  record Ping(long id, boolean isAnswer) implements Frame {}
}
