package dev.samara.net.transport.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.socket.TlsOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When certificates are read again. */
class ServerTlsTest {

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Path certificate;
  private Path key;

  @BeforeEach
  void makeFiles() throws Exception {
    certificate = folder.resolve("a.crt");
    key = folder.resolve("a.key");
    write("first");
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private void write(String name) throws Exception {
    var bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(key, bundle.getPrivateKeyPEM());
    Files.writeString(certificate, bundle.getCertificatePEM());
  }

  private ServerTls read() {
    return new ServerTls(vertx, "test", new TlsOptions(certificate, key));
  }

  @Test
  void readsAgainOnlyWhenAFileLooksDifferent() throws Exception {
    var tls = read();
    assertFalse(tls.reloadIfChanged());
    Files.setLastModifiedTime(key, FileTime.from(Instant.ofEpochSecond(1)));
    assertTrue(tls.reloadIfChanged(), "another time");
    assertFalse(tls.reloadIfChanged());
    var time = Files.getLastModifiedTime(key);
    var copy = Files.copy(key, folder.resolve("copy"));
    Files.setLastModifiedTime(copy, time);
    Files.move(copy, key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(tls.reloadIfChanged(), "same time and size, another inode");
  }

  @Test
  void badFilesChangeNothingAndAreTriedOnceUntilTheyChangeAgain() throws Exception {
    var tls = read();
    var good = Files.readString(key);
    Files.writeString(key, "no key");
    assertFalse(tls.reloadIfChanged());
    assertFalse(tls.reloadIfChanged());
    Files.delete(key);
    assertFalse(tls.reloadIfChanged());
    assertThrows(TlsFileException.class, tls::reload);
    Files.writeString(key, good);
    assertTrue(tls.reloadIfChanged());
  }

  @Test
  void rsaKeysAreReadAsWell() throws Exception {
    var bundle =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=rsa")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(key, bundle.getPrivateKeyPEM());
    Files.writeString(certificate, bundle.getCertificatePEM());
    read();
  }
}
