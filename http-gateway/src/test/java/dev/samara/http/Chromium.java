package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A browser without a window. */
final class Chromium {
  private Chromium() {}

  /**
   * Opens a page, and gives the document when its scripts have had 20 s of the browser's own time.
   *
   * @param page its address
   * @param profile an empty folder for the browser
   */
  static String document(URI page, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String document = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor());
      return document;
    } finally {
      process.destroyForcibly();
    }
  }
}
