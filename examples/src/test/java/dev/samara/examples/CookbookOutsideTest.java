package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.cookbook.Cookbook;
import dev.samara.examples.cookbook.syslog.SyslogCollector;
import dev.samara.net.Hub;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five services as the usual clients of their protocols meet them. */
@Tag("outside")
class CookbookOutsideTest {

  private static final long TOOL_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final SyslogCollector collector = new SyslogCollector(10);
  private Hub hub;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    hub = await(Hub.start(vertx, "cookbook"));
    await(Cookbook.start(hub, collector, 0));
  }

  @AfterEach
  void close() {
    Hubs.assertSettled(hub);
    await(vertx.close());
  }

  private String port(String listener) {
    return "" + Hubs.port(hub, listener);
  }

  /** Runs a tool to its end and returns what it printed. */
  private String run(String input, String... command) throws IOException, InterruptedException {
    var in = Files.writeString(folder.resolve("in"), input).toFile();
    var out = folder.resolve("out");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(in)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(List.of(command) + " does not end: " + Files.readString(out));
    }
    var printed = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }

  private String redis(String input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("redis-cli", "-p", port("resp")));
    command.addAll(List.of(arguments));
    return run(input, command.toArray(String[]::new));
  }

  @Test
  void redisCli() throws Exception {
    assertEquals("PONG\n", redis("", "ping"));
    assertEquals("OK\n", redis("a value\nof two lines", "-x", "set", "key"));
    assertEquals("a value\nof two lines\n", redis("", "get", "key"));
    assertEquals("1\n", redis("", "del", "key", "another"));
    assertEquals("\n", redis("", "get", "key"));
    var many = "*2\r\n$4\r\nECHO\r\n$1\r\nx\r\n".repeat(1000);
    assertTrue(redis(many, "--pipe").contains("errors: 0, replies: 1000"));
  }

  @Test
  void memcachedTools() throws Exception {
    var servers = "--servers=127.0.0.1:" + port("memcached");
    var file = Files.writeString(folder.resolve("greeting"), "hello\r\nworld");
    run("", "memccp", servers, file.toString());
    assertEquals("hello\r\nworld\n", run("", "memccat", servers, "greeting"));
    run("", "memcrm", servers, "greeting");
    run("", "memcping", servers);
  }

  @Test
  void logger() throws Exception {
    var to = new String[] {"-n", "127.0.0.1", "-P", port("syslog"), "--tcp", "--rfc5424"};
    log(to, "--octet-count", "-p", "auth.crit", "-t", "first", "counted");
    awaitLogged(1);
    log(to, "-p", "user.debug", "-t", "second", "ended by a line feed");
    awaitLogged(2);
    var messages = collector.latest();
    assertEquals(List.of(4, 1), messages.stream().map(m -> m.facility()).toList());
    assertEquals(List.of(2, 7), messages.stream().map(m -> m.severity()).toList());
    assertEquals(
        List.of("counted", "ended by a line feed"), messages.stream().map(m -> m.text()).toList());
  }

  /** Nothing is answered, so only the collector shows that the messages have arrived. */
  private void awaitLogged(int count) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TOOL_SECONDS);
    while (collector.latest().size() < count) {
      assertTrue(System.nanoTime() < deadline, collector.latest() + " is all that was logged");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void log(String[] to, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("logger"));
    command.addAll(List.of(to));
    command.addAll(List.of(arguments));
    run("", command.toArray(String[]::new));
  }

  @Test
  void nmeaByNc() throws Exception {
    var sentence = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";
    assertEquals(
        "$PSAM,48.117300,11.516667*02\r\n", run(sentence, "nc", "-N", "127.0.0.1", port("nmea")));
  }

  @Test
  void mbpoll() throws Exception {
    var written = modbus("-r", "5", "127.0.0.1", "17", "42");
    assertTrue(written.contains("Written 2 references."), written);
    var read = modbus("-r", "4", "-c", "3", "-1", "127.0.0.1");
    assertTrue(read.contains("[4]: \t0\n[5]: \t17\n[6]: \t42\n"), read);
  }

  private String modbus(String... arguments) throws Exception {
    var command =
        new ArrayList<>(List.of("mbpoll", "-m", "tcp", "-p", port("modbus"), "-a", "1", "-t", "4"));
    command.addAll(List.of(arguments));
    return run("", command.toArray(String[]::new));
  }
}
