package dev.samara.leak;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the tests when a buffer was dropped without its release. A leak is noticed when the buffer
 * is collected, so it fails the class that runs then, or at the latest the whole run; its records
 * say where it was touched. JUnit finds it by its service file, in every module.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace OWN =
      ExtensionContext.Namespace.create(LeakGuard.class);
  private static final int MOST_COLLECTIONS = 20;
  private static final long PAUSE_NANOS = 10_000_000;

  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static {
    ByteBufUtil.setLeakListener(LeakGuard::leaked);
  }

  /** Made by JUnit. */
  public LeakGuard() {}

  /** What a detector tells its listener. */
  static void leaked(String type, String records) {
    LEAKS.add(type + " was not released: " + records);
  }

  /** The leaks that were noticed, and are not noticed again. */
  static List<String> take() {
    var leaks = new ArrayList<String>();
    for (var leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
      leaks.add(leak);
    }
    return leaks;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(OWN)
        .computeIfAbsent("end of the run", _ -> (AutoCloseable) LeakGuard::checkAll);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  /** At the end of the run: nothing that was dropped may be left unseen. */
  private static void checkAll() {
    collect();
    check();
  }

  private static void check() {
    var leaks = take();
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          "%d buffers leaked, the first: %s".formatted(leaks.size(), leaks.getFirst()));
    }
  }

  /** Collects garbage for sure, and lets the detector look at what was collected. */
  static void collect() {
    var canary = new WeakReference<>(new Object());
    for (var i = 0; i < MOST_COLLECTIONS && (i < 2 || canary.get() != null); i++) {
      System.gc();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
  }
}
