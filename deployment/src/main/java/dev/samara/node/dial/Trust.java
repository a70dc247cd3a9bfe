package dev.samara.node.dial;

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom a TLS client believes. */
final class Trust {

  private Trust() {}

  static SSLSocketFactory socketFactory(Optional<Path> authorities) throws IOException {
    if (authorities.isEmpty()) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try (var in = Files.newInputStream(authorities.get())) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      if (number == 0) {
        throw new IOException("%s holds no certificate".formatted(authorities.get()));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + authorities.get(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("%s: %s".formatted(authorities.get(), e.getMessage()), e);
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
