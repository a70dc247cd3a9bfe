package dev.samara.http;

import dev.samara.http.site.AuthVerdict;
import dev.samara.http.site.Authenticator;
import dev.samara.http.site.PathGuard;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom which paths are open to. One for each event loop, used on it alone. */
final class Guards {
  private static final Logger LOG = LoggerFactory.getLogger(Guards.class);
  private static final long MAX_SECONDS = 10;

  /** Whose handlers read a body, and ask for it themselves. */
  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final List<PathGuard> guards;

  Guards(List<PathGuard> guards) {
    this.guards = guards;
  }

  /** Goes on with the request, now or later, or answers it. Nothing of its body is read before. */
  void admit(Exchange exchange, List<String> path, Runnable goOn) {
    Optional<Authenticator> guard = find(path);
    if (guard.isEmpty()) {
      goOn.run();
      return;
    }
    Future<AuthVerdict> verdict = guard.get().authenticate(exchange.request());
    if (verdict.succeeded()) {
      decide(exchange, verdict.result(), goOn);
      return;
    }
    exchange.hold();
    verdict
        .timeout(MAX_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            found -> exchange.onLoop(() -> decide(exchange, found, goOn)),
            failed -> exchange.onLoop(() -> refuse(exchange, failed)));
  }

  private Optional<Authenticator> find(List<String> path) {
    Optional<PathGuard> best = Optional.empty();
    for (PathGuard guard : guards) {
      List<String> own = guard.segments();
      boolean fits = own.size() <= path.size() && path.subList(0, own.size()).equals(own);
      if (fits && best.filter(b -> b.segments().size() >= own.size()).isEmpty()) {
        best = Optional.of(guard);
      }
    }
    return best.map(PathGuard::authenticator);
  }

  private static void decide(Exchange exchange, AuthVerdict verdict, Runnable goOn) {
    switch (verdict) {
      case AuthVerdict.Known known -> {
        exchange.identify(known.name());
        if (!WITH_BODY.contains(exchange.request().method())) {
          exchange.release();
        }
        goOn.run();
      }
      case AuthVerdict.Unknown unknown -> {
        exchange.response().putHeader("WWW-Authenticate", unknown.challenge());
        exchange.fail(Problem.NOT_AUTHENTICATED, "say who you are as WWW-Authenticate asks");
      }
      case AuthVerdict.Forbidden forbidden -> exchange.fail(Problem.FORBIDDEN, forbidden.reason());
    }
  }

  private static void refuse(Exchange exchange, Throwable failed) {
    LOG.warn("who sends a request cannot be found out: {}", failed.toString());
    exchange.fail(Problem.UNCHECKED, "try again");
  }
}
