package dev.samara.http;

import dev.samara.http.sse.SseListener;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadStore;
import dev.samara.http.wire.Front;
import dev.samara.http.wire.Streams;
import dev.samara.net.watch.Occupation;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a request to its handler. One for each event loop, used on it alone. */
final class Routes {
  private final Exchange.Loop loop;
  private final boolean offersHttp3;
  private final KnownTargets targets = new KnownTargets();
  private final AccessLog log;
  private final CrossOrigin crossOrigin;
  private final Guards guards;
  private final GatewaySources sources;
  private final MountHandler mounts;
  private final UploadHandler uploads;
  private final ResumeHandler partials;
  private final RpcHandler rpc;
  private final ProxyHandler proxies;
  private final EventsHandler events;
  private final Optional<SseListener> sse;
  private final Optional<EventBusHandler> eventBus;
  private final Map<List<String>, Route> fixed;

  private interface Route {
    void handle(Exchange exchange) throws ProblemException, UploadException;
  }

  Routes(
      Exchange.Loop loop,
      GatewayOptions options,
      GatewaySources sources,
      UploadStore uploadStore,
      MountHandler mounts) {
    this.loop = loop;
    this.offersHttp3 = options.site().http3();
    this.log = new AccessLog(options.site().accessLog());
    this.crossOrigin = new CrossOrigin(options.site().cors());
    this.guards = new Guards(options.site().guards());
    this.mounts = mounts;
    this.sources = sources;
    this.partials = new ResumeHandler(uploadStore);
    this.uploads = new UploadHandler(uploadStore, partials);
    this.rpc = new RpcHandler(sources.rpc(), options);
    this.proxies = new ProxyHandler(loop.vertx());
    this.events = new EventsHandler(sources.events(), loop.counters(), options);
    this.sse = sources.sse();
    this.eventBus =
        sources.eventBus().map(one -> new EventBusHandler(loop.vertx(), one, loop.connections()));
    var pages = new PagesHandler(sources);
    Map<List<String>, Route> paths =
        new HashMap<>(
            Map.of(
                List.of(""), pages::page,
                List.of("try"), pages::tryPage,
                List.of("openapi.json"), pages::openApi,
                List.of("status"), pages::status,
                List.of("metrics"), pages::metrics,
                List.of("health", "live"), pages::live,
                List.of("health", "ready"), pages::ready,
                List.of("uploads"), uploads::handleFolder,
                List.of("events"), events::handle,
                List.of("ws"), this::webSocket));
    sse.ifPresent(found -> paths.put(List.of("sse"), new SseHandler(found)::handle));
    this.fixed = Map.copyOf(paths);
  }

  /** Every request whose head is valid. Whatever goes wrong here costs this request only. */
  void handle(HttpServerRequest request) {
    Front.of(request.connection())
        .ifPresentOrElse(
            front -> front.serves(request), () -> loop.counters().requests.incrementAndGet());
    var exchange = new Exchange(loop, request);
    if (request.version() == HttpVersion.HTTP_2) {
      Streams.of(request.connection())
          .ifPresent(streams -> streams.whenLate(request.streamId(), exchange::tooSlow));
    }
    log.watch(exchange);
    Object before = Occupation.begin(exchange);
    try {
      serve(exchange);
    } finally {
      Occupation.end(before);
    }
  }

  private void serve(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (offersHttp3) {
      offerHttp3(exchange);
    }
    try {
      RequestRules.expectsContinue(request);
      if (!crossOrigin.answers(exchange)) {
        crossOrigin.check(exchange);
        List<String> path = targets.find(request.uri()).segments();
        guards.admit(exchange, path, () -> routeOrFail(exchange, path));
      }
    } catch (ProblemException | RuntimeException e) {
      exchange.fail(e);
    }
  }

  /** RFC 7838: clients of other versions learn of it only so. */
  private static void offerHttp3(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (request.version() != HttpVersion.HTTP_3) {
      exchange
          .response()
          .putHeader("Alt-Svc", "h3=\":%d\"".formatted(request.localAddress().port()));
    }
  }

  private void routeOrFail(Exchange exchange, List<String> path) {
    try {
      route(exchange, path);
    } catch (ProblemException | UploadException | RuntimeException e) {
      exchange.fail(e);
    }
  }

  /** Ends what would never end by itself. */
  void closeStreams(Duration within) {
    events.closeAll();
    sse.ifPresent(found -> found.drain(within));
  }

  private void route(Exchange exchange, List<String> path)
      throws ProblemException, UploadException {
    if (path.size() == 2 && path.getFirst().equals("uploads")) {
      uploads.handle(exchange, path.get(1));
    } else if (path.size() == 2 && path.getFirst().equals("partial")) {
      partials.handle(exchange, path.get(1));
    } else if (path.size() == 3 && path.getFirst().equals("rpc")) {
      rpc.handle(exchange, path.get(1), path.get(2));
    } else if (eventBus.isPresent() && path.getFirst().equals("eventbus")) {
      eventBus.get().handle(exchange);
    } else {
      Route own = fixed.get(path);
      if (own != null) {
        own.handle(exchange);
      } else if (!mounts.handle(exchange, rpc, proxies, path)) {
        throw noSuchPath();
      }
    }
  }

  private void webSocket(Exchange exchange) throws ProblemException {
    var listener = sources.webSocket().orElseThrow(Routes::noSuchPath);
    exchange.require(HttpMethod.GET);
    exchange.response();
    HttpServerRequest request = exchange.request();
    var fault = listener.check(request);
    if (fault.isPresent()) {
      var known =
          fault.get().status() == Problem.WEBSOCKET_ONLY.status()
              ? Problem.WEBSOCKET_ONLY
              : Problem.BAD_REQUEST;
      throw new ProblemException(known, fault.get().reason());
    }
    loop.connections().upgraded(request.connection(), listener.accept(request));
  }

  private static ProblemException noSuchPath() {
    return new ProblemException(Problem.NO_SUCH_PATH, "see the page at / for what there is");
  }
}
