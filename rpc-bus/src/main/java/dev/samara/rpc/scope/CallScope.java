package dev.samara.rpc.scope;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Remembers the call being served: in a scoped value on virtual threads and workers, in the
 * duplicated context of the call elsewhere. Any thread.
 */
public final class CallScope implements VertxServiceProvider {
  private record Served(Object call, ContextInternal context) {}

  private static final ScopedValue<Served> CURRENT = ScopedValue.newInstance();

  /** Must be known before a Vertx is made: that is why this class is a service provider. */
  private static final ContextLocal<Object> LOCAL = ContextLocal.registerLocal(Object.class);

  /** For the service loader. */
  public CallScope() {}

  @Override
  public void init(VertxBootstrap builder) {
    // Being loaded is enough.
  }

  /**
   * The call that the code on this thread and context serves.
   *
   * @return the call, unless it serves none
   */
  public static Optional<Object> current() {
    if (CURRENT.isBound()) {
      return Optional.of(CURRENT.get().call());
    }
    ContextInternal context = ContextInternal.current();
    return context == null || !context.isDuplicate()
        ? Optional.empty()
        : Optional.ofNullable(LOCAL.get(context, AccessMode.CONCURRENT));
  }

  /**
   * Marks a context as serving a call.
   *
   * @param context a duplicated one, made for this call
   * @param call the call
   */
  public static void put(ContextInternal context, Object call) {
    LOCAL.put(context, AccessMode.CONCURRENT, call);
  }

  /**
   * Where traces are kept for calls made by this thread.
   *
   * @param own the context that they are made on
   * @return the context of the call being served, if there is one that the other does not know
   */
  public static ContextInternal traced(ContextInternal own) {
    return CURRENT.isBound() ? CURRENT.get().context() : own;
  }

  /**
   * Runs code that serves a call on this thread.
   *
   * @param call the call
   * @param context made for this call
   * @param work what to run
   * @param <T> its result
   * @return its result
   * @throws Exception what it throws
   */
  public static <T> T run(Object call, ContextInternal context, Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, new Served(call, context)).call(work::call);
  }
}
