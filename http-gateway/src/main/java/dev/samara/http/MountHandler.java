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
  private final Map<List<String>, Place> places;
  private final int maxSegments;

  /** A mount, how many requests it has, and who gives its files if it has any. */
  private record Place(
      Mount mount, int segments, AtomicInteger underWay, Optional<FilesHandler> files) {

    static Place of(Mount mount) {
      Optional<FilesHandler> files =
          mount.handler() instanceof PathHandler.Files some
              ? Optional.of(new FilesHandler(some))
              : Optional.empty();
      return new Place(mount, mount.segments().size(), new AtomicInteger(), files);
    }
  }

  MountHandler(Mounts mounts) {
    this.places =
        mounts.mounts().stream().collect(Collectors.toUnmodifiableMap(Mount::segments, Place::of));
    this.maxSegments = places.keySet().stream().mapToInt(List::size).max().orElse(0);
  }

  /** The longest that fits. */
  private Optional<Place> find(List<String> path) {
    for (int length = Math.min(path.size(), maxSegments); length > 0; length--) {
      Place place = places.get(path.subList(0, length));
      if (place != null) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Whether there is one for this path, which then has the request. */
  boolean handle(Exchange exchange, RpcHandler rpc, ProxyHandler proxies, List<String> path)
      throws ProblemException {
    Optional<Place> found = find(path);
    if (found.isEmpty()) {
      return false;
    }
    Place place = found.get();
    Mount mount = place.mount();
    AtomicInteger running = place.underWay();
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
    exchange.servedBy(mount.path());
    serve(exchange, rpc, proxies, place, path.subList(place.segments(), path.size()));
    return true;
  }

  private static void serve(
      Exchange exchange, RpcHandler rpc, ProxyHandler proxies, Place place, List<String> rest)
      throws ProblemException {
    HttpServerRequest request = exchange.request();
    Mount mount = place.mount();
    switch (mount.handler()) {
      case PathHandler.Plain plain -> {
        exchange.response();
        plain.handler().handle(request);
        exchange.release();
      }
      case PathHandler.Proxy proxy -> proxies.handle(exchange, proxy, place.segments());
      case PathHandler.Files files -> place.files().orElseThrow().handle(exchange, rest);
      case PathHandler.Streaming streaming ->
          answer(exchange, streaming.handler().handle(request, RequestBody.of(request)));
      case PathHandler.Stepwise stepwise -> {
        RequestBody body = RequestBody.of(request);
        new StepLoop(exchange, body, stepwise.handler().begin(request)).run();
      }
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
        made -> exchange.backOnLoop(() -> exchange.send(made)),
        failure -> exchange.backOnLoop(() -> exchange.fail(failure)));
  }
}
