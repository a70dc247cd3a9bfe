package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import dev.samara.load.server.BenchSettings;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benches of one setting, as small as they can be. */
class VariantBenchesIT {
  @TempDir private Path folder;

  @Test
  void portsAreComparedUnderLoadAndWhileClientsCome() throws Exception {
    Report report = run("ports --only handler-shared,handler-own --ports 3 --connections 9");
    assertEquals("handler-shared", report.yardstick());
    assertEquals(6, report.results().size(), report.gaps().toString());
    Result own = report.results().getLast();
    assertEquals("handler-own", own.subject());
    assertEquals("500", own.at().get("newcomers"));
    assertTrue(own.figure("accepts").orElseThrow().ratio().isPresent());
    assertTrue(report.options().get("handler-own").endsWith("=3"), report.options().toString());
  }

  @Test
  void buffersAreComparedForShortAndLongMessages() throws Exception {
    Report report = run("buffers --only default,read-4k --connections 4");
    assertEquals(6, report.results().size() + report.gaps().size(), report.gaps().toString());
    assertFalse(report.results().isEmpty());
    report
        .results()
        .forEach(result ->
            assertTrue(result.figure("rate").orElseThrow().spread().median() > 0, result::subject));
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY", "HANDLER"})
  void serverListensOnAsManyPortsAsItIsTold(EchoKind kind) throws Exception {
    List<String> flags = List.of(BenchSettings.portsFlag(3));
    try (EchoProcess server =
            EchoProcess.start(kind, Medium.TCP, 1, EchoServer.MAX_PAYLOAD_BYTES, flags);
        FrameLoad load = new FrameLoad(1)) {
      assertEquals(3, server.target().addresses().stream().distinct().count());
      var result =
          load.run(
              LoadPlan.to(server.target())
                  .withShape(6, 1, 64)
                  .withTimes(Duration.ofMillis(100), Duration.ofMillis(700)),
              WindowWatcher.NONE);
      assertTrue(result.measured() > 0);
    }
  }

  private Report run(String line) throws Exception {
    Path file = folder.resolve("report.json");
    String tiny = " --quick --seconds 0.4 --warmup 0.05 --json " + file;
    Commands run = Commands.bench((line + tiny).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Children.assertNoneLeft();
    return Reports.read(file);
  }
}
