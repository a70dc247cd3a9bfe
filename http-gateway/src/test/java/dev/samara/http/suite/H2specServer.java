package dev.samara.http.suite;

import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** A gateway with TLS for h2spec. */
public final class H2specServer {
  private H2specServer() {}

  /**
   * Starts it; returns when it listens.
   *
   * @param args the port
   * @throws Exception when it cannot start
   */
  public static void main(String[] args) throws Exception {
    var folder = Files.createTempDirectory("h2spec");
    var bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .addSanDnsName("localhost")
            .buildSelfSigned();
    var certificate = folder.resolve("server.crt");
    var key = folder.resolve("server.key");
    Files.writeString(certificate, bundle.getCertificatePathPEM());
    Files.writeString(key, bundle.getPrivateKeyPEM());
    Vertx vertx = Vertx.vertx();
    Rpc rpc = Rpc.start(vertx, RpcOptions.defaults("h2spec")).await();
    var options =
        GatewayOptions.defaults(folder.resolve("uploads"))
            .withPort(0)
            .withSite(SiteOptions.defaults().withTls(new TlsOptions(certificate, key)));
    var sources =
        new GatewaySources(
            rpc,
            () -> Future.succeededFuture(new JsonObject()),
            () -> "",
            () -> true,
            subscriber -> () -> {},
            Optional.empty());
    Gateway gateway = Gateway.start(vertx, options, sources).await();
    wrap(vertx, Integer.parseInt(args[0]), gateway.port());
  }

  /** The plugin has h2spec speak without TLS, which the gateway does only with: this puts it on. */
  private static void wrap(Vertx vertx, int plainPort, int tlsPort) {
    var options =
        new NetClientOptions()
            .setSsl(true)
            .setTrustAll(true)
            .setHostnameVerificationAlgorithm("")
            .setUseAlpn(true)
            .setApplicationLayerProtocols(List.of("h2"));
    var client = vertx.createNetClient(options);
    vertx
        .createNetServer()
        .connectHandler(plain -> {
          plain.pause();
          client
              .connect(tlsPort, "127.0.0.1")
              .onSuccess(secured -> {
                plain.pipeTo(secured);
                secured.pipeTo(plain);
              })
              .onFailure(failed -> plain.close());
        })
        .listen(plainPort, "0.0.0.0")
        .await();
  }
}
