package dev.samara.node.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate made on the spot.
 *
 * @param certificate PEM file
 * @param key PEM file
 */
public record Certificate(Path certificate, Path key) {

  private static final char[] PASSWORD = "password".toCharArray();

  /** Makes one for an address with the JDK's own tool. */
  public static Certificate make(Path folder, String name, String address) throws Exception {
    var store = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "one",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + address,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool takes too long");
    assertEquals(0, keytool.exitValue(), Files.readString(folder.resolve(name + ".log")));
    return ofStore(folder, name, store.toFile());
  }

  private static Certificate ofStore(Path folder, String name, File file) throws Exception {
    var store = KeyStore.getInstance(file, PASSWORD);
    return new Certificate(
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", store.getCertificate("one").getEncoded()),
        pem(
            folder.resolve(name + ".key"),
            "PRIVATE KEY",
            store.getKey("one", PASSWORD).getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] content) throws Exception {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
  }
}
