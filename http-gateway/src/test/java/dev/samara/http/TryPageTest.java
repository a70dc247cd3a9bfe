package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser. */
@Tag("outside")
class TryPageTest {
  /** What it shows. */
  public interface Adder {
    int add(int a, int b);
  }

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  void chromiumShowsTheMethods() throws Exception {
    try (var gateway = new TestGateway(folder)) {
      Adder adder = (a, b) -> a + b;
      await(gateway.rpc.expose("adder", Adder.class, adder));
      String page = Chromium.document(gateway.uri("/try"), profile);
      assertTrue(page.contains("<summary>adder.add</summary>"), page);
      assertTrue(page.contains("1 methods."), page);
    }
  }
}
