package dev.samara.net;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Link;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.DatagramPeers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Receives on UDP; one instance, since one socket is read by one event loop. */
final class DatagramListenerVerticle extends VerticleBase implements DrainingListener {

  /** Also the size of the buffer a datagram is read into: the largest one fits. */
  private static final int RECEIVE_BUFFER_BYTES = 65_536;

  private final Listener listener;
  private final Loops loops;
  private DatagramSocket socket;
  private Loop loop;

  DatagramListenerVerticle(Listener listener, Loops loops) {
    this.listener = listener;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    loop = loops.of(((ContextInternal) context).nettyEventLoop());
    socket =
        vertx.createDatagramSocket(
            new DatagramSocketOptions().setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    new DatagramPeers(socket, this::adopt);
    return socket
        .listen(listener.options().port(), listener.options().host())
        .onSuccess(bound -> listener.bound(bound.localAddress().port()));
  }

  private Optional<Link.Receiver> adopt(Link link) {
    return listener.admit(loop, link);
  }

  @Override
  public Future<Void> drain(Duration within) {
    return loops
        .ask(loop, mine -> drainAll(mine, within))
        .compose(ended -> ended)
        .timeout(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS)
        .recover(_ -> Future.succeededFuture());
  }

  private Future<Void> drainAll(Loop mine, Duration within) {
    var ends =
        mine.connections().stream()
            .filter(connection -> connection.id().listener().equals(listener.name()))
            .map(connection -> drained(connection, within))
            .toList();
    return Future.join(ends).mapEmpty();
  }

  private Future<?> drained(LiveConnection connection, Duration within) {
    connection.drain(within);
    return connection.closed();
  }

  @Override
  public Future<?> stop() {
    if (loop == null) {
      return Future.succeededFuture();
    }
    for (var connection : loop.connections()) {
      if (connection.id().listener().equals(listener.name())) {
        connection.close(CloseMode.NOW);
      }
    }
    return socket.close();
  }
}
