package dev.samara.load.transport;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1 that nobody has signed but itself, made anew by the JDK's keytool;
 * its files go when the process ends.
 *
 * @param certificate its file, in PEM
 * @param key the file of its private key, in PEM (PKCS #8)
 */
public record SelfSigned(Path certificate, Path key) {
  private static final String PASSWORD = "bench-only";
  private static final String ALIAS = "bench";

  /**
   * Makes one. Starts a process and blocks until it ends.
   *
   * @return the certificate
   * @throws IOException if it cannot be made; says why
   * @throws InterruptedException if this thread was interrupted
   */
  public static SelfSigned make() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("samara-bench-tls");
    folder.toFile().deleteOnExit();
    File store = folder.resolve("store.p12").toFile();
    keytool(store);
    try {
      KeyStore keys = KeyStore.getInstance(store, PASSWORD.toCharArray());
      return new SelfSigned(
          pem(
              folder.resolve("certificate.pem"),
              "CERTIFICATE",
              keys.getCertificate(ALIAS).getEncoded()),
          pem(
              folder.resolve("key.pem"),
              "PRIVATE KEY",
              keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool's store cannot be read: " + e.getMessage(), e);
    } finally {
      Files.delete(store.toPath());
    }
  }

  private static void keytool(File store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=bench",
                    "-ext",
                    "SAN=IP:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IOException("keytool makes no certificate: " + said.strip());
    }
  }

  private static Path pem(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    file.toFile().deleteOnExit();
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
  }
}
