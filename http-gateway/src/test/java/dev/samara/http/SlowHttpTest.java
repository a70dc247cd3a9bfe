package dev.samara.http;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four attacks of slowhttptest: none holds a connection past its limit. */
@Tag("outside")
class SlowHttpTest {
  private static final int CONNECTIONS = 50;

  @TempDir Path folder;
  @TempDir Path files;

  @ParameterizedTest
  @CsvSource({
    "slow heads, -H -i 1 -x 10",
    "slow bodies, -B -i 1 -x 10 -s 8192",
    "many ranges, -R -a 5 -b 1000",
    "slow reading, -X -w 10 -y 20 -n 1 -z 5",
  })
  void noConnectionIsOpenPastItsLimit(String name, String mode) throws Exception {
    var second = Duration.ofSeconds(1);
    var timeouts =
        new WireTimeouts(
            second, second, 100, second, Duration.ofDays(1), second, Duration.ZERO, second);
    Buffer large = Buffer.buffer(new byte[8 << 20]);
    var mounts =
        Mounts.none().with("/large", new PathHandler.Plain(r -> r.response().end(large.copy())));
    try (var gateway =
        new TestGateway(
            folder, o -> o.withWire(WireOptions.defaults().withTimeouts(timeouts)), mounts)) {
      var command =
          new ArrayList<>(
              List.of("slowhttptest", "-c", "" + CONNECTIONS, "-r", "" + CONNECTIONS, "-l", "30"));
      command.addAll(List.of("-p", "2", "-u", gateway.uri("/large").toString()));
      command.addAll(List.of(mode.split(" ")));
      Path output = files.resolve("output");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        // And one or two by which the tool tells whether the server still answers.
        TestGateway.eventually(
            name + " came", () -> gateway.gateway.counts().requests() >= CONNECTIONS);
        // Slow clients are dealt with after a second; the tool would go on for half a minute.
        TestGateway.eventually(
            name + " are closed", () -> gateway.gateway.counts().openConnections() == 0);
      } finally {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    }
  }
}
