package dev.samara.rpc;

import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that serves calls on a TCP port of loopback, until its input ends. */
final class SocketServer {

  interface Echo {
    Future<String> echo(String text);

    Future<String> never();

    /** How many calls of never() it has. */
    Future<Integer> waiting();

    Future<Long> sum(ReadStream<Integer> numbers);
  }

  private static final class Served implements Echo {
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public Future<String> echo(String text) {
      return Future.succeededFuture(text);
    }

    @Override
    public Future<String> never() {
      waiting.incrementAndGet();
      return Promise.<String>promise().future();
    }

    @Override
    public Future<Integer> waiting() {
      return Future.succeededFuture(waiting.get());
    }

    @Override
    public Future<Long> sum(ReadStream<Integer> numbers) {
      Promise<Long> total = Promise.promise();
      long[] sum = {0};
      numbers.exceptionHandler(total::tryFail);
      numbers.endHandler(end -> total.tryComplete(sum[0]));
      numbers.handler(number -> sum[0] += number);
      return total.future();
    }
  }

  private SocketServer() {}

  /** The process, seen from outside. */
  record Process(java.lang.Process process) {
    void kill() throws InterruptedException {
      process.destroyForcibly();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("it lives on");
      }
    }
  }

  /** Starts it and does not wait. */
  static Process start(int port) throws IOException {
    return new Process(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SocketServer.class.getName(),
                String.valueOf(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  public static void main(String[] arguments) throws IOException {
    Vertx vertx = Vertx.vertx();
    Hub hub = Waiting.result(Hub.start(vertx, "server"));
    Rpc rpc = Waiting.result(Rpc.start(vertx, Waiting.patient("server")));
    Waiting.result(rpc.expose(Echo.class, new Served()));
    int port = Integer.parseInt(arguments[0]);
    Waiting.result(hub.listen(ListenerOptions.tcp("rpc", port, rpc.framing()), rpc.route("echo")));
    while (System.in.read() >= 0) {
      // The test holds the other end: when it dies, so does this.
    }
    Runtime.getRuntime().halt(0);
  }
}
