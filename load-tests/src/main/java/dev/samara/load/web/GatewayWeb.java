package dev.samara.load.web;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import dev.samara.http.site.SiteOptions;
import dev.samara.load.transport.SelfSigned;
import dev.samara.load.transport.TemporaryFolder;
import dev.samara.load.transport.VertxEnd;
import dev.samara.net.socket.TlsOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The gateway with all its checks, files below a folder, and a handler of the application. */
final class GatewayWeb implements WebServer {
  private final boolean tls;
  private final Bodies bodies = new Bodies();

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  /** With TLS it speaks HTTP/2 to those who want it, and otherwise HTTP/1.x. */
  GatewayWeb(boolean tls) {
    this.tls = tls;
  }

  @Override
  public int start(int loops, Path files) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Rpc rpc = VertxEnd.await(Rpc.start(end.vertx(), RpcOptions.defaults("bench")));
    var sources =
        new GatewaySources(
            rpc,
            () -> Future.succeededFuture(new JsonObject()),
            () -> "",
            () -> true,
            EventSource.none(),
            Optional.empty());
    Mounts mounts =
        Mounts.none()
            .with("/styles", new PathHandler.Plain(AnswerStyle::answer))
            .with("/files", new PathHandler.Files(files, "index.html"))
            .with(
                "/memory",
                new PathHandler.Streaming((request, _) ->
                    Future.succeededFuture(new Reply(200, Map.of(), bodies.of(request.path())))));
    GatewayOptions options =
        GatewayOptions.defaults(TemporaryFolder.untilExit("samara-bench"))
            .withPort(0)
            .withEventLoops(loops);
    return VertxEnd.await(
            Gateway.start(end.vertx(), tls ? withTls(options) : options, sources, mounts))
        .port();
  }

  private static GatewayOptions withTls(GatewayOptions options) throws Exception {
    SelfSigned pair = SelfSigned.make();
    return options.withSite(
        SiteOptions.defaults().withTls(new TlsOptions(pair.certificate(), pair.key())));
  }

  @Override
  public void close() {
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }
}
