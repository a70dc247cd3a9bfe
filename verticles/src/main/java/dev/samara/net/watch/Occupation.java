package dev.samara.net.watch;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.Optional;

/**
 * What one event loop is busy with. Whoever calls a handler of the application says so before and
 * after; it costs two writes to a field. Read by any thread, but only when the event loop is late.
 *
 * <pre>{@code
 * Object before = Occupation.begin(work);
 * try {
 *   handler.handle(message);
 * } finally {
 *   Occupation.end(before);
 * }
 * }</pre>
 */
public final class Occupation {
  private static final FastThreadLocal<Occupation> HERE =
      new FastThreadLocal<>() {
        @Override
        protected Occupation initialValue() {
          return new Occupation(Thread.currentThread());
        }
      };

  private final Thread thread;

  /** Written by its thread; who reads it a moment late sees what was there a moment ago. */
  private Object work;

  private Occupation(Thread thread) {
    this.thread = thread;
  }

  /**
   * The calling thread begins with something.
   *
   * @param work whose {@code toString} names handler and connection; called on another thread, so
   *     that it must read only what does not change
   * @return what it was busy with before, perhaps null: to be given to {@link #end}
   */
  public static Object begin(Object work) {
    Occupation here = HERE.get();
    Object before = here.work;
    here.work = work;
    return before;
  }

  /**
   * The calling thread goes on with what it was busy with before.
   *
   * @param before from {@link #begin}
   */
  public static void end(Object before) {
    HERE.get().work = before;
  }

  /**
   * What the calling thread is busy with, from now on.
   *
   * @return the same for each call on one thread
   */
  public static Occupation ofThisThread() {
    return HERE.get();
  }

  /**
   * The name of its thread.
   *
   * @return as the thread has it
   */
  public String thread() {
    return thread.getName();
  }

  /**
   * What it is busy with.
   *
   * @return handler and connection; empty if nobody said
   */
  public Optional<String> work() {
    Object now = work;
    try {
      return Optional.ofNullable(now).map(Object::toString);
    } catch (RuntimeException changing) {
      return Optional.of(now.getClass().getName());
    }
  }

  /**
   * Where it is.
   *
   * @return its stack, the innermost call first
   */
  public List<StackTraceElement> stack() {
    return List.of(thread.getStackTrace());
  }
}
