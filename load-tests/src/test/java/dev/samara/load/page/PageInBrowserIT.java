package dev.samara.load.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Samples;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Chromium draws it. */
@Tag("outside")
class PageInBrowserIT {
  @TempDir private Path folder;

  private Path page;

  @BeforeEach
  void writePage() throws Exception {
    page = folder.resolve("report.html");
    Files.writeString(page, ReportPage.of(Samples.full(), Optional.empty()));
  }

  @Test
  void plotsAreInTheDocument() throws Exception {
    String document = chromium("--dump-dom");
    assertTrue(document.contains("<polyline class=\"curve c1\" points=\""), document);
    assertEquals(
        count(Files.readString(page), "<svg"), count(document, "<svg"), "the browser keeps them");
  }

  @Test
  void plotsAreDrawnInTheColoursOfTheLightPage() throws Exception {
    assertColours("--force-color-profile=srgb", 0xffffff, 0x1f6fd0);
  }

  @Test
  void plotsAreDrawnInTheColoursOfTheDarkPage() throws Exception {
    assertColours("--force-dark-mode", 0x12161c, 0x6aa9ff);
  }

  private void assertColours(String flag, int back, int second) throws Exception {
    Path picture = folder.resolve("picture.png");
    chromium(
        flag,
        "--blink-settings=preferredColorScheme=" + (back == 0xffffff ? 1 : 0),
        "--window-size=1200,3000",
        "--screenshot=" + picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertTrue(colours.contains(back), "the background");
    assertTrue(colours.contains(second), "the second server's bars and curves");
  }

  private String chromium(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "chromium ends");
    assertEquals(0, process.exitValue());
    return output;
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
