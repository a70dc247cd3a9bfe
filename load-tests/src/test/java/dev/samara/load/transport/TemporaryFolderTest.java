package dev.samara.load.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void goesWithEverythingInIt() throws IOException {
    var folder = TemporaryFolder.create("samara-test");
    try (folder) {
      Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "d");
    }
    assertFalse(Files.exists(folder.path()));
  }

  @Test
  void tooLittleRoomIsSaidBeforeAnythingIsStored() throws IOException {
    try (var folder = TemporaryFolder.create("samara-test")) {
      folder.checkRoom(1);
      var tooMuch = assertThrows(IOException.class, () -> folder.checkRoom(Long.MAX_VALUE));
      assertTrue(tooMuch.getMessage().startsWith("8,796,093,022,207 MiB are to be stored in "));
    }
  }
}
