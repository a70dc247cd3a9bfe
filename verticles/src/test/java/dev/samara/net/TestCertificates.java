package dev.samara.net;

import dev.samara.net.socket.TlsKeyPair;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority made for one test, and files with certificates of it. */
final class TestCertificates {

  final Path trust;
  private final Path folder;
  private final X509Bundle authority;

  TestCertificates(Path folder) throws Exception {
    this.folder = folder;
    this.authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    this.trust = folder.resolve("authority.pem");
    Files.writeString(trust, authority.getCertificatePEM());
  }

  /** A server's, for this machine. */
  TlsKeyPair server(String name) throws Exception {
    return write(
        name, issue(name, builder -> builder.addSanIpAddress("127.0.0.1").addSanDnsName(name)));
  }

  TlsKeyPair write(String file, X509Bundle bundle) throws IOException {
    var pair = new TlsKeyPair(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
    Files.writeString(pair.key(), bundle.getPrivateKeyPEM());
    Files.writeString(pair.certificate(), bundle.getCertificatePathPEM());
    return pair;
  }

  X509Bundle issue(String name, UnaryOperator<CertificateBuilder> further) throws Exception {
    return further
        .apply(new CertificateBuilder().ecp256().subject("CN=" + name))
        .buildIssuedBy(authority);
  }

  /** A client of the JDK's that believes the authority and speaks one version. */
  SSLSocket connect(int port, String version) throws Exception {
    return connect(port, version, new KeyManager[0]);
  }

  SSLSocket connect(int port, String version, KeyManager[] own) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority.getCertificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(own, factory.getTrustManagers(), null);
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setEnabledProtocols(new String[] {version});
    socket.setSoTimeout(20_000);
    return socket;
  }

  static KeyManager[] keys(X509Bundle bundle) throws Exception {
    KeyManagerFactory factory = bundle.toKeyManagerFactory();
    return factory.getKeyManagers();
  }
}
