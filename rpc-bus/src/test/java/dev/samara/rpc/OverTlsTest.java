package dev.samara.rpc;

import dev.samara.net.ConnectorOptions;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.socket.TlsOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract over TLS with a verified certificate. */
class OverTlsTest extends OverConnection {
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle server =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=server")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    Path trust = Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("key.pem"), server.getPrivateKeyPEM());
    Path certificate = Files.writeString(folder.resolve("crt.pem"), server.getCertificatePathPEM());
    connect(
        (name, rpc) ->
            ListenerOptions.tcp(name, 0, rpc.framing()).withTls(new TlsOptions(certificate, key)),
        (listener, rpc) ->
            ConnectorOptions.to(
                    "out",
                    SocketAddress.inetSocketAddress(listener.port(), "127.0.0.1"),
                    ConnectionOptions.of(rpc.framing()))
                .withTls(Optional.of(trust)));
  }
}
