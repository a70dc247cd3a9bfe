package dev.samara.http;

import dev.samara.http.body.RequestBody;
import dev.samara.http.bus.BodySender;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.Mounts.Mount;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Requests for handlers of the application. One for all event loops. */
final class MountHandler {
  private final Mounts mounts;
  private final Map<String, AtomicInteger> underWay;

  MountHandler(Mounts mounts) {
    this.mounts = mounts;
    this.underWay =
        mounts.mounts().stream().collect(Collectors.toMap(Mount::path, m -> new AtomicInteger()));
  }

  /** Whether there is one for this path, which then has the request. */
  boolean handle(Exchange exchange, RpcHandler rpc, ProxyHandler proxies, List<String> path)
      throws ProblemException {
    Optional<Mount> found = mounts.find(path);
    if (found.isEmpty()) {
      return false;
    }
    Mount mount = found.get();
    AtomicInteger running = underWay.get(mount.path());
    if (running.incrementAndGet() > mount.maxConcurrent()) {
      running.decrementAndGet();
      throw new ProblemException(Problem.OVERLOADED, "too many requests for this path at once");
    }
    if (RequestRules.isHttp2(exchange.request()) && mount.handler() instanceof PathHandler.Plain) {
      // It may take the place of any handler of the response, as a Router does.
      running.decrementAndGet();
    } else {
      exchange.whenDone(running::decrementAndGet);
    }
    serve(exchange, rpc, proxies, mount, path.subList(mount.segments().size(), path.size()));
    return true;
  }

  private static void serve(
      Exchange exchange, RpcHandler rpc, ProxyHandler proxies, Mount mount, List<String> rest)
      throws ProblemException {
    HttpServerRequest request = exchange.request();
    switch (mount.handler()) {
      case PathHandler.Plain plain -> {
        plain.handler().handle(request);
        exchange.release();
      }
      case PathHandler.Proxy proxy -> proxies.handle(exchange, proxy, mount.segments().size());
      case PathHandler.Files files -> FilesHandler.handle(exchange, files, rest);
      case PathHandler.Streaming streaming ->
          answer(exchange, streaming.handler().handle(request, RequestBody.of(request)));
      case PathHandler.Blocking blocking -> {
        RequestBody body = RequestBody.of(request);
        answer(exchange, onThread(mount.path(), blocking, request, body));
      }
      case PathHandler.Service service -> {
        if (rest.size() != 1) {
          throw new ProblemException(Problem.NO_SUCH_PATH, "a service has a method at its path");
        }
        rpc.handle(exchange, service.service(), rest.getFirst());
      }
      case PathHandler.Bus bus ->
          answer(
              exchange,
              new BodySender(exchange.vertx(), bus.address())
                  .send(request, RequestBody.of(request)));
    }
  }

  private static Future<Reply> onThread(
      String path, PathHandler.Blocking blocking, HttpServerRequest request, RequestBody body) {
    Promise<Reply> reply = Promise.promise();
    Thread.ofVirtual()
        .name("samara-mount " + path)
        .start(() -> {
          try {
            reply.complete(blocking.handler().handle(request, body.events()));
          } catch (UncheckedIOException e) {
            reply.fail(e.getCause());
          } catch (Exception | LinkageError | StackOverflowError e) {
            reply.fail(e);
          }
        });
    return reply.future();
  }

  private static void answer(Exchange exchange, Future<Reply> reply) {
    reply.onComplete(
        made -> exchange.onLoop(() -> exchange.send(made)),
        failure -> exchange.onLoop(() -> exchange.fail(failure)));
  }
}
