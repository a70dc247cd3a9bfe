package dev.samara.net.transport.tls;

import dev.samara.net.socket.TlsKeyPair;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificates and keys out of files. All methods block: not for an event loop. */
final class PemFiles {

  private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);

  /**
   * The kinds of keys that certificates for TLS are made with here, as X509KeyManager names them.
   */
  private static final List<String> KEY_TYPES = List.of("RSA", "EC");

  private PemFiles() {}

  /**
   * Reads a certificate and its key.
   *
   * @throws TlsFileException naming the file, if one cannot be read or used, or they are not a pair
   */
  static KeyManagerFactory keys(Vertx vertx, TlsKeyPair pair) {
    // What is wrong with one of the files shall not be told of both.
    trust(vertx, pair.certificate());
    var certificate = read(pair.certificate());
    var key = read(pair.key());
    try {
      var factory =
          new PemKeyCertOptions()
              .addCertValue(certificate)
              .addKeyValue(key)
              .getKeyManagerFactory(vertx);
      checkPair(pair, factory);
      return factory;
    } catch (TlsFileException e) {
      throw e;
    } catch (Exception e) {
      throw new TlsFileException(pair.key(), "holds no usable private key", e);
    }
  }

  /**
   * Reads certificates of authorities.
   *
   * @throws TlsFileException naming the file, if it cannot be read or holds no certificate
   */
  static TrustManagerFactory trust(Vertx vertx, Path file) {
    var content = read(file);
    try {
      return new PemTrustOptions().addCertValue(content).getTrustManagerFactory(vertx);
    } catch (Exception e) {
      throw new TlsFileException(file, "holds no usable certificate", e);
    }
  }

  private static Buffer read(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new TlsFileException(file, "does not exist", null);
    } catch (IOException e) {
      throw new TlsFileException(file, "cannot be read", e);
    }
  }

  /** A key of another certificate would let every handshake fail, and say so to nobody. */
  private static void checkPair(TlsKeyPair pair, KeyManagerFactory factory)
      throws GeneralSecurityException {
    var manager = (X509KeyManager) factory.getKeyManagers()[0];
    for (var type : KEY_TYPES) {
      var aliases = manager.getServerAliases(type, null);
      if (aliases != null) {
        var certificate = manager.getCertificateChain(aliases[0])[0];
        if (!belong(manager.getPrivateKey(aliases[0]), certificate.getPublicKey())) {
          throw new TlsFileException(
              pair.key(), "is not the key of the certificate in " + pair.certificate(), null);
        }
        warnIfInvalid(pair, certificate);
        return;
      }
    }
    throw new TlsFileException(pair.certificate(), "is for no RSA or EC key", null);
  }

  private static boolean belong(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    var signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    var sample = new byte[32];
    signature.initSign(key);
    signature.update(sample);
    var signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static void warnIfInvalid(TlsKeyPair pair, X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      LOG.warn(
          "{}: the certificate is valid from {} to {} only",
          pair.certificate(),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }
}
