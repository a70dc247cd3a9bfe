package dev.samara.node.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.node.NodeFixture;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to the gateway of a node. */
class UploadCommandsTest {

  @TempDir Path folder;

  private NodeFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        NodeFixture.start(folder, "listeners: {}\ngateway: {port: 0, maxUploadBytes: 1000000}");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String url(String name) {
    return fixture.http() + "/uploads/" + name;
  }

  @Test
  void uploadStoresTheFileAndShowsItsDigest() throws Exception {
    var content = new byte[300_000];
    new Random(1).nextBytes(content);
    var file = Files.write(folder.resolve("some file"), content);
    var digest = HexFormat.of().formatHex(UploadCommand.sha256().digest(content));
    assertEquals(
        "x.bin  300000 bytes  sha256 " + digest + "\n",
        Cli.run("upload", file.toString(), url("x.bin")).succeeds());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("data/test/uploads/x.bin")));
    var uploads = fixture.balance().uploads().orElseThrow();
    assertEquals(1, uploads.stored());
  }

  @Test
  void anEmptyFileIsAnUploadToo() throws Exception {
    var file = Files.createFile(folder.resolve("empty"));
    assertTrue(
        Cli.run("upload", file.toString(), url("empty"))
            .succeeds()
            .startsWith("empty  0 bytes  sha256 e3b0c442"));
  }

  @Test
  void postSendsWhatItMadeUp() throws Exception {
    var out = Cli.run("post", "--chunks", "3", "--chunk-size", "1000", url("made")).succeeds();
    assertTrue(out.startsWith("made  3000 bytes  sha256 "), out);
    assertEquals(3_000, Files.size(folder.resolve("data/test/uploads/made")));
  }

  @Test
  void aRefusalOfTheServerIsOneLine() throws Exception {
    var file = Files.writeString(folder.resolve("f"), "x");
    var badName = Cli.run("upload", file.toString(), url(".hidden")).fails();
    assertTrue(badName.startsWith("samara: the server answered 400: "), badName);
    var tooLarge = Cli.run("post", "--chunks", "2", "--chunk-size", "1000000", url("big")).fails();
    assertTrue(tooLarge.startsWith("samara: the server answered 413: "), tooLarge);
    var noPath = Cli.run("upload", file.toString(), fixture.http() + "/nowhere").fails();
    assertTrue(noPath.startsWith("samara: the server answered 404: "), noPath);
    assertEquals(0, fixture.balance().uploads().orElseThrow().stored());
  }

  @Test
  void whatIsNoUploadUrlIsOneLine() throws Exception {
    var file = Files.writeString(folder.resolve("f"), "x").toString();
    var wrongMethod = Cli.run("upload", file, fixture.http() + "/metrics").fails();
    assertTrue(wrongMethod.startsWith("samara: the server answered 405: "), wrongMethod);
    assertEquals(
        "samara: cannot connect to http://127.0.0.1:1/x: nobody answers there",
        Cli.run("upload", file, "http://127.0.0.1:1/x").fails());
    assertEquals(
        "samara: cannot connect to http://127.0.0.1:1/x: nobody answers there",
        Cli.run("post", "--chunks", "1", "--chunk-size", "1", "http://127.0.0.1:1/x").fails());
    assertEquals("samara: URI with undefined scheme", Cli.run("upload", file, "nonsense").fails());
  }

  @Test
  void aMissingFileIsNamed() {
    var missing = folder.resolve("missing").toString();
    assertEquals(
        "samara: " + missing + " is not a file", Cli.run("upload", missing, url("x")).fails());
  }

  @Test
  void anUploadInPartsStoresTheFileAndComparesItsDigest() throws Exception {
    var content = new byte[300_000];
    new Random(2).nextBytes(content);
    var file = Files.write(folder.resolve("parts"), content);
    var digest = HexFormat.of().formatHex(UploadCommand.sha256().digest(content));
    assertEquals(
        "x.bin  300000 bytes  sha256 " + digest + "\n",
        Cli.run("upload", "--resume", file.toString(), url("x.bin")).succeeds());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("data/test/uploads/x.bin")));
    var empty = Files.createFile(folder.resolve("none"));
    assertTrue(
        Cli.run("upload", "--resume", empty.toString(), url("empty"))
            .succeeds()
            .startsWith("empty  0 bytes  sha256 e3b0c442"));
  }

  @Test
  void aLaterRunGoesOnWhereAnEarlierOneEnded() throws Exception {
    var file = Files.write(folder.resolve("halves"), "hello".getBytes());
    var target = URI.create(url("halves"));
    try (var earlier =
        new ResumingUpload(
            file,
            target,
            Duration.ofMinutes(1),
            sent -> {
              throw new IllegalStateException("the first run ends here");
            })) {
      assertThrows(IllegalStateException.class, earlier::run);
    }
    var partial = ResumeNote.of(file, target).upload().orElseThrow();
    assertTrue(
        Cli.run("upload", "--resume", file.toString(), url("halves"))
            .succeeds()
            .startsWith("halves  5"));
    assertTrue(ResumeNote.of(file, target).upload().isEmpty());
    assertEquals(1, fixture.balance().uploads().orElseThrow().stored());
    assertTrue(partial.getPath().startsWith("/partial/"), partial::toString);
  }

  @Test
  void anUploadInPartsSaysWhyItIsRefusedAndGivesUpInTime() throws Exception {
    var file = Files.write(folder.resolve("large"), new byte[1_000_001]);
    var tooLarge = Cli.run("upload", "--resume", file.toString(), url("large")).fails();
    assertTrue(tooLarge.startsWith("samara: the server answered 413: "), tooLarge);
    var nobody =
        Cli.run("upload", "--resume", "--within", "300ms", file.toString(), "http://127.0.0.1:1/x")
            .fails();
    assertTrue(nobody.startsWith("samara: the upload got no further for 300 ms: "), nobody);
  }

  @Test
  void progressIsAPercentage() {
    assertEquals(" 50 %  5 of 10 bytes", UploadProgress.line(5, 10));
    assertEquals("100 %  0 of 0 bytes", UploadProgress.line(0, 0));
  }
}
