package dev.samara.http;

import dev.samara.net.socket.TlsKeyPair;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority made for one test, and what it issues. */
final class TestKeys {
  final Path trust;
  private final Path folder;
  private final X509Bundle authority;

  TestKeys(Path folder) throws Exception {
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

  /** Files of a server on this machine; those of before are written over. */
  TlsKeyPair server(String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .addSanDnsName("localhost")
            .buildIssuedBy(authority);
    var pair = new TlsKeyPair(folder.resolve("server.crt"), folder.resolve("server.key"));
    Files.writeString(pair.key(), bundle.getPrivateKeyPEM());
    Files.writeString(pair.certificate(), bundle.getCertificatePathPEM());
    return pair;
  }

  KeyManager[] client(String name) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=" + name)
        .buildIssuedBy(authority)
        .toKeyManagerFactory()
        .getKeyManagers();
  }

  /** Believes the authority. */
  SSLContext context(KeyManager... own) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority.getCertificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(own, factory.getTrustManagers(), null);
    return context;
  }

  SSLSocket connect(int port, KeyManager... own) throws Exception {
    var socket = (SSLSocket) context(own).getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    return socket;
  }
}
