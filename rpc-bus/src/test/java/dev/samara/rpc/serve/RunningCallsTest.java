package dev.samara.rpc.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What counts as work of a shard, and for how long. */
class RunningCallsTest {
  private static final Object[] NONE = {};

  private final RunningCalls running = new RunningCalls();
  private int begun;

  private Object invoke(Callable<Object> work) throws Exception {
    Method method = Callable.class.getMethod("call");
    Callable<Object> counted =
        () -> {
          begun++;
          return work.call();
        };
    return running.invoke(method, counted, NONE);
  }

  @Test
  void workIsOverWhenItsFutureIs() throws Exception {
    Promise<String> promise = Promise.promise();
    assertEquals(promise.future(), invoke(promise::future));
    Future<Void> over = running.close();
    assertFalse(over.isComplete());
    promise.fail("it may fail as well");
    assertTrue(over.succeeded());
  }

  @Test
  void workThatThrowsIsOver() {
    var thrown =
        assertThrows(
            InvocationTargetException.class,
            () ->
                invoke(() -> {
                  throw new IllegalStateException("broken");
                }));
    assertEquals("broken", thrown.getCause().getMessage());
    assertTrue(running.close().succeeded());
  }

  /** The shard may have been released by now. */
  @Test
  void nothingBeginsWhenNoneWasLeft() {
    assertTrue(running.close().succeeded());
    assertThrows(IllegalStateException.class, () -> invoke(() -> "late"));
    assertEquals(0, begun);
  }
}
