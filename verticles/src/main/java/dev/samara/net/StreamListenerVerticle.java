package dev.samara.net;

import dev.samara.net.connection.Transport;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.transport.Acceptor;
import dev.samara.net.transport.Arrivals;
import dev.samara.net.transport.UnixPath;
import dev.samara.net.transport.tls.ServerTls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts on TCP or a UNIX socket. One instance per listener: what it accepts goes to all event
 * loops. The verticle's own event loop owns only the timer that looks after certificates.
 */
final class StreamListenerVerticle extends VerticleBase implements Listening {

  private static final Logger LOG = LoggerFactory.getLogger(StreamListenerVerticle.class);

  private final Listener listener;
  private final Loops loops;

  /** Written once, when started; before that nobody knows this verticle. */
  private volatile Optional<ServerTls> tls = Optional.empty();

  private volatile Arrivals arrivals;
  private volatile Acceptor acceptor;
  private volatile Optional<UnixPath> path = Optional.empty();

  StreamListenerVerticle(Listener listener, Loops loops) {
    this.listener = listener;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> {
          readCertificates();
          bind();
          return listener;
        })
        .onSuccess(_ -> watchCertificates())
        .onFailure(_ -> {
          // A socket that was bound, but could not be given its place.
          if (acceptor != null) {
            acceptor.close();
          }
        });
  }

  private void readCertificates() {
    tls = listener.options().tls().map(options -> new ServerTls(vertx, listener.name(), options));
  }

  private void bind() throws Exception {
    var options = listener.options();
    var door = new ListenerDoor(listener, loops, tls);
    arrivals = new Arrivals(door);
    if (options.transport() == Transport.UNIX) {
      path =
          Optional.of(
              UnixPath.bind(
                  options.path(),
                  options.socket().unix(),
                  place -> listen(SocketAddress.domainSocketAddress(place.toString()), door)));
    } else {
      listen(SocketAddress.inetSocketAddress(options.port(), options.host()), door);
      listener.bound(acceptor.port());
    }
  }

  private void listen(SocketAddress address, ListenerDoor door) throws Exception {
    acceptor =
        Acceptor.listen(
            (VertxInternal) vertx, address, listener.options().socket(), arrivals, door);
  }

  private void watchCertificates() {
    var period = listener.options().tls().map(TlsOptions::reloadEvery).orElse(Duration.ZERO);
    if (!period.isZero()) {
      vertx.setPeriodic(
          period.toMillis(), _ -> vertx.executeBlocking(() -> tls.orElseThrow().reloadIfChanged()));
    }
  }

  @Override
  public Future<Void> reloadCertificates() {
    if (tls.isEmpty()) {
      return Listening.super.reloadCertificates();
    }
    return vertx.executeBlocking(() -> {
      tls.get().reload();
      return null;
    });
  }

  @Override
  public void pause(boolean on) {
    acceptor.pause(on);
  }

  @Override
  public Future<Void> unlisten() {
    arrivals.close();
    return acceptor.close().compose(_ -> vertx.executeBlocking(this::removePath));
  }

  private Void removePath() {
    try {
      if (path.isPresent()) {
        path.get().remove();
      }
    } catch (IOException e) {
      LOG.warn("listener '{}': its socket's file stays: {}", listener.name(), e.toString());
    }
    return null;
  }

  @Override
  public Future<Void> close() {
    return vertx.undeploy(deploymentID());
  }

  @Override
  public Future<?> stop() {
    return acceptor == null ? Future.succeededFuture() : unlisten();
  }
}
