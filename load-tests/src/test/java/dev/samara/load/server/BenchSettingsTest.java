package dev.samara.load.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.net.socket.BufferOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {
  @Test
  void nothingIsSetUnlessTold() {
    assertEquals(1, BenchSettings.ports());
    assertEquals(Optional.empty(), BenchSettings.buffers());
  }

  @Test
  void flagsComeBackAsTheyWereGiven() {
    BufferOptions buffers = new BufferOptions(4_096, 8_192, 16_384, 32_768);
    set(BenchSettings.portsFlag(7), () -> assertEquals(7, BenchSettings.ports()));
    set(
        BenchSettings.buffersFlag(buffers),
        () -> assertEquals(Optional.of(buffers), BenchSettings.buffers()));
  }

  private static void set(String flag, Runnable check) {
    String[] property = flag.substring("-D".length()).split("=");
    System.setProperty(property[0], property[1]);
    try {
      check.run();
    } finally {
      System.clearProperty(property[0]);
    }
  }
}
