package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.ClusterMember.Echo;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The callee's node is another process, and is killed. */
class ClusterKillIT {
  private int portA;
  private int portB;
  private Process member;
  private Cluster a;

  @BeforeEach
  void start() throws IOException {
    portA = Cluster.freePort();
    portB = Cluster.freePort();
    a = Cluster.join("a", List.of(portA, portB));
    member = startMember();
  }

  @AfterEach
  void stop() throws InterruptedException {
    Waiting.assertBalanced(a.rpc());
    kill();
    a.leave();
  }

  @Test
  void pendingCallsFailFastLaterOnesAtOnceAndAfterARestartItWorks() throws Exception {
    Echo echo = a.rpc().client(Echo.class);
    untilOffered();
    assertEquals("hello", result(echo.echo("hello")));
    Future<String> unknown = a.rpc().callJson("echo", "shout", "[]", Duration.ofSeconds(5));
    failure(FailureKind.NO_SUCH_METHOD, unknown);
    Future<String> wrong = a.rpc().callJson("echo", "never", "[\"x\"]", Duration.ofSeconds(5));
    failure(FailureKind.BAD_ARGUMENTS, wrong);

    List<Future<String>> pending = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      pending.add(echo.never(i));
    }
    assertEquals("still there", result(echo.echo("still there")));
    kill();
    long killed = System.nanoTime();
    for (Future<String> call : pending) {
      RpcException failure = failure(FailureKind.NODE_LEFT, call);
      assertEquals("node 'b' left while it served echo.never", failure.getMessage());
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
    System.out.println("1,000 pending calls failed " + millis + " ms after the kill");
    assertTrue(millis < 3_000, "it took " + millis + " ms");
    assertEquals(
        "no node offers the service 'echo' (node 'b' did until it left)",
        failure(FailureKind.NO_SUCH_SERVICE, echo.echo("anybody?")).getMessage());

    member = startMember();
    untilOffered();
    assertEquals("back", result(echo.echo("back")));
  }

  private void untilOffered() {
    Waiting.until("it is offered", () -> a.rpc().services().size() == 1);
  }

  private Process startMember() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Dhazelcast.logging.type=slf4j",
            "-Dvertx.disableDnsResolver=true",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterMember.class.getName(),
            String.valueOf(portB),
            String.valueOf(portA))
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "cluster-member.log").toFile())
        .start();
  }

  /** As kill -9 does it. */
  private void kill() throws InterruptedException {
    member.destroyForcibly();
    assertTrue(member.waitFor(10, TimeUnit.SECONDS));
  }
}
