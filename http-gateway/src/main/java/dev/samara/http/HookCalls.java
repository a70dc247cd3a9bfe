package dev.samara.http;

import dev.samara.http.site.ConnectionHooks;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's hooks, whose faults are logged and cost nobody anything. Event loops. */
record HookCalls(ConnectionHooks hooks) {
  private static final Logger LOG = LoggerFactory.getLogger(HookCalls.class);

  void opened(HttpConnection connection) {
    run("opened", () -> hooks.opened(connection));
  }

  /** A connection whose hook fails is closed, as without hooks. */
  boolean idle(HttpConnection connection, Duration limit) {
    return ask("idle", () -> hooks.idle(connection, limit));
  }

  void faulty(HttpConnection connection, int status, String reason) {
    run("faulty", () -> hooks.faulty(connection, status, reason));
  }

  void closed(HttpConnection connection) {
    run("closed", () -> hooks.closed(connection));
  }

  private static void run(String hook, Runnable call) {
    ask(
        hook,
        () -> {
          call.run();
          return true;
        });
  }

  private static boolean ask(String hook, BooleanSupplier call) {
    try {
      return call.getAsBoolean();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.error("the hook '{}' of a connection failed", hook, e);
      return false;
    }
  }
}
