package dev.samara.examples.uploader;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.body.BodyEvent;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An HTTP server on port 7423: {@code POST /totals} reads a body of any size as the chunks that
 * were sent, checks that their sizes are the bytes that came, and tells the totals. The code that
 * reads is straight-line: each request has a virtual thread, which waits while nothing is there,
 * and as long as it does not ask, the client's socket fills.
 */
public final class Uploader {

  private static final int PORT = 7423;

  private Uploader() {}

  /**
   * Runs the server.
   *
   * @param arguments a folder, which the gateway keeps its other uploads in
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: FOLDER");
      return;
    }
    var vertx = Vertx.vertx();
    start(vertx, PORT, Path.of(arguments[0]))
        .onSuccess(gateway -> System.out.println("listening on " + gateway.port()))
        .onFailure(cause -> {
          System.err.println(cause.getMessage());
          vertx.close();
        });
  }

  /**
   * Starts the server.
   *
   * @param vertx where it runs
   * @param port the port; 0 for any
   * @param folder for the gateway's own uploads
   * @return the gateway, listening on loopback; fails if the port or the folder cannot be had
   */
  public static Future<Gateway> start(Vertx vertx, int port, Path folder) {
    var options = GatewayOptions.defaults(folder).withPort(port);
    var mounts = Mounts.none().with("/totals", new PathHandler.Blocking(Uploader::totals));
    return Rpc.start(vertx, RpcOptions.defaults("uploader"))
        .compose(rpc -> Gateway.start(vertx, options, sources(rpc), mounts));
  }

  private static Reply totals(HttpServerRequest request, Iterable<BodyEvent> body) {
    if (request.method() != HttpMethod.POST) {
      return Reply.text(405, "use POST\n");
    }
    var totals = Totals.of(body);
    return Reply.text(
        200, "%d chunks, %d bytes\n".formatted(totals.chunks(), totals.receivedBytes()));
  }

  private static GatewaySources sources(Rpc rpc) {
    return new GatewaySources(
        rpc,
        () -> Future.succeededFuture(new JsonObject()),
        () -> "",
        () -> true,
        EventSource.none(),
        Optional.empty());
  }
}
