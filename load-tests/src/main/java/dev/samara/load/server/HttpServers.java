package dev.samara.load.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.function.Supplier;

/** HTTP servers of Vert.x, one on each event loop, which share a port. */
public final class HttpServers {
  private HttpServers() {}

  /** For Vert.x: one free port that all servers share which ask for this one. */
  private static final int SHARED_PORT = -1;

  /**
   * Starts them.
   *
   * @param vertx on whose event loops
   * @param loops how many, from 1
   * @param servers makes one
   * @return the port, when all listen
   */
  public static Future<String> listen(Vertx vertx, int loops, Supplier<HttpServer> servers) {
    Promise<String> port = Promise.promise();
    return vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return servers
                        .get()
                        .listen(SHARED_PORT, "127.0.0.1")
                        .onSuccess(server -> port.tryComplete("" + server.actualPort()));
                  }
                },
            new DeploymentOptions().setInstances(loops))
        .compose(_ -> port.future());
  }
}
