package dev.samara.node.dial;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom a TLS client believes, and what it shows.
 *
 * @param trust PEM file with the authorities to believe, instead of the system's
 * @param own what to show to servers that ask for a certificate
 */
public record DialTls(Optional<Path> trust, Optional<KeyPair> own) {

  /** The system's authorities, and nothing to show. */
  public static final DialTls USUAL = new DialTls(Optional.empty(), Optional.empty());

  /**
   * A certificate and its key.
   *
   * @param certificate PEM file with the certificate chain
   * @param key PEM file with the private key, not encrypted
   */
  public record KeyPair(Path certificate, Path key) {}

  SSLSocketFactory socketFactory() throws IOException {
    var builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if (trust.isPresent()) {
      builder.trustManager(authorities(trust.get()));
    }
    if (own.isPresent()) {
      show(builder, own.get());
    }
    return ((JdkSslContext) builder.build()).context().getSocketFactory();
  }

  private static void show(SslContextBuilder builder, KeyPair own) throws IOException {
    checkReadable(own.certificate());
    checkReadable(own.key());
    try {
      builder.keyManager(own.certificate().toFile(), own.key().toFile());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s and %s are no certificate and key".formatted(own.certificate(), own.key()), e);
    }
  }

  private static void checkReadable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("there is no file %s, or it may not be read".formatted(file));
    }
  }

  private static TrustManagerFactory authorities(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      if (number == 0) {
        throw new IOException("%s holds no certificate".formatted(file));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Why a handshake failed, for a person. */
  static String reason(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "the certificate is not trusted";
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return cause.getMessage();
      }
    }
    return failure.getMessage();
  }
}
