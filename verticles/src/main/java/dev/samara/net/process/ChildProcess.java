package dev.samara.net.process;

import dev.samara.net.Hub;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process whose standard input and output are a connection. What it says on standard error
 * goes to the log, by the line. Any thread may call any method, and none waits.
 *
 * <p>Neither outlives the other for long. When the connection ends, by whoever's wish and also with
 * its hub, the child's standard input ends; if the child goes on all the same, it gets SIGTERM
 * after its grace and SIGKILL after as long again. When the child ends, what it has said is dealt
 * with and the connection ends as if the peer had closed it.
 *
 * <pre>{@code
 * ChildProcess.start(hub, ChildOptions.of("sort", new LineFraming(1_000), "sort", "-n"), route)
 *     .compose(child -> {
 *       child.connection().post(Buffer.buffer("3"));
 *       return child.stop();
 *     });
 * }</pre>
 */
public final class ChildProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

  private final Process process;

  /** Sends signals and does nothing else: the process itself would wait for its streams. */
  private final ProcessHandle handle;

  private final Connection connection;
  private final Duration grace;
  private final Future<Integer> exit;

  private ChildProcess(Process process, Connection connection, Duration grace) {
    this.process = process;
    this.handle = process.toHandle();
    this.connection = connection;
    this.grace = grace;
    this.exit = Future.fromCompletionStage(process.onExit().thenApply(Process::exitValue));
  }

  /**
   * Starts a child process.
   *
   * @param hub whose connection it becomes
   * @param options what it is to be
   * @param route where the messages of its standard output go
   * @return the child; fails with {@link IOException} and one clear line if it cannot be started,
   *     with IllegalStateException if the hub is shut down
   */
  public static Future<ChildProcess> start(Hub hub, ChildOptions options, Route route) {
    var context = Vertx.currentContext();
    Promise<Process> started = Promise.promise();
    // To make a process blocks.
    Thread.ofVirtual()
        .name("samara start " + options.name())
        .start(() -> {
          try {
            started.complete(launch(options));
          } catch (IOException | RuntimeException e) {
            started.fail(e);
          }
        });
    return back(context, started.future()).compose(process -> join(hub, options, route, process));
  }

  /** What follows takes place on the caller's context, if it has one. */
  private static <T> Future<T> back(Context context, Future<T> future) {
    if (context == null) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    future.onComplete(result -> context.runOnContext(_ -> promise.handle(result)));
    return promise.future();
  }

  private static Process launch(ChildOptions options) throws IOException {
    var builder = new ProcessBuilder(options.command());
    builder.environment().putAll(options.environment());
    options.folder().ifPresent(folder -> builder.directory(folder.toFile()));
    return builder.start();
  }

  private static Future<ChildProcess> join(
      Hub hub, ChildOptions options, Route route, Process process) {
    return hub.pipe(
            options.name(),
            process.getInputStream(),
            process.getOutputStream(),
            options.connection(),
            route)
        .onFailure(_ -> process.toHandle().destroyForcibly())
        .map(connection -> new ChildProcess(process, connection, options.grace()).watch());
  }

  private ChildProcess watch() {
    Thread.ofPlatform()
        .daemon()
        .name("samara-errors-" + connection.id())
        .start(() -> ErrorLines.read(process.getErrorStream(), this::said));
    connection.closed().onComplete(_ -> endWithin(grace));
    // A grandchild may have its output, and keep it open.
    process
        .onExit()
        .thenRunAsync(
            () -> connection.close(CloseMode.NOW),
            CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS));
    return this;
  }

  private void said(String line) {
    LOG.info("{}: {}", connection.id(), line);
  }

  /** Ends a child that goes on: asks first. */
  private void endWithin(Duration time) {
    whenAliveAfter(
        time,
        () -> {
          LOG.warn("{}: process {} goes on, SIGTERM", connection.id(), pid());
          handle.destroy();
          whenAliveAfter(
              time,
              () -> {
                LOG.warn("{}: process {} goes on, SIGKILL", connection.id(), pid());
                handle.destroyForcibly();
              });
        });
  }

  private void whenAliveAfter(Duration time, Runnable action) {
    process
        .onExit()
        .copy()
        .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> {
          action.run();
          return process;
        });
  }

  /**
   * Its connection.
   *
   * @return the connection; what is sent goes to the child's standard input
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Its number.
   *
   * @return the operating system's process id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * How it ends.
   *
   * @return completes with its exit code; after a signal that is 128 and the signal's number
   */
  public Future<Integer> exit() {
    return exit;
  }

  /**
   * Ends it in order: everything queued is sent, and its standard input ends. What it says after
   * that is not read any more; a child that goes on is ended as the class says.
   *
   * @return completes with its exit code
   */
  public Future<Integer> stop() {
    connection.close(CloseMode.DRAIN, grace);
    return exit;
  }

  /**
   * Kills it (SIGKILL). What it has not read comes back with the end of its connection.
   *
   * @return completes with its exit code
   */
  public Future<Integer> kill() {
    handle.destroyForcibly();
    return exit;
  }
}
