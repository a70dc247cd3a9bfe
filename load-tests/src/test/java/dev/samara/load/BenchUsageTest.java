package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.server.EchoKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchUsageTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "echo --connections 0      | --connections is 0, but must be from 1 to 50000",
        "echo --sizes 128,0        | --sizes is 0, but must be from 1 to 16777216",
        "echo --seconds 0.01       | --seconds in ms is 10, but must be from 50 to 3600000",
        "echo --over pigeon        | --over: there is no pigeon, only tcp, unix, udp, tls, ws",
        "echo --servers bridge --over tls | --over: bridge can do [tcp] only",
        "echo --to http://a:1      | no address: http://a:1",
        "echo --content no-such    | --content: no file to send: no-such",
        "echo --rate 0             | --rate * 10 is 0, but must be from 1 to 100000000",
        "echo --servers apache     | --servers: there is no apache, only netty, vertx",
        "echo --servers vertx,vertx | --servers must name each server once, at least one",
        "echo --servers vertx --against netty | --against is netty, but must be one of the servers",
        "echo --against apache     | --against: there is no apache, only netty, vertx",
        "idle --connections 50001  | --connections is 50001, but must be from 1 to 50000",
        "rpc --cases none          | --cases: there is no none, only same-loop, other-loop, unary",
        "rpc --cases unary,unary   | --cases must name each case once, at least one",
        "rpc --cases stream --rate 9 | --cases: a stream has items of its own",
        "rpc --rate 0              | --rate * 10 is 0, but must be from 1 to 100000000",
        "rpc --over udp            | --over: calls travel over tcp, unix, tls, ws only",
        "rpc --to udp://a:1        | --over: calls travel over tcp, unix, tls, ws only",
        "rpc --to tcp://a:1 --call now | method: now (expected: SERVICE/METHOD)",
        "rpc --call clock/now      | --call and --trust are for a service of your own: --to",
        "rpc --expect 1            | --arguments and --expect are for a method: --call",
        "rpc --content no-such     | --content: no file to send: no-such",
        "rpc --sizes 7             | --sizes is 7, but must be from 8 to 16777216",
        "rpc --connections 0       | --connections is 0, but must be from 1 to 1000",
        "rpc --generator-loops 2   | --generator-loops is 2, but must be from 1 to 1",
        "idle --servers apache     | --servers: there is no apache, only netty, vertx",
        "idle --rounds 0           | --rounds is 0, but must be from 1 to 100",
        "echo --speed 3            | Unknown options: '--speed', '3'",
        "echo --gate no-such-gate  | --gate: no file no-such-gate",
        "buffers --only huge       | --only: there is no huge, only default, read-4k",
        "ports --ports 1           | --ports is 1, but must be from 2 to 1000",
        "http2 --streams 101       | --streams is 101, but must be from 1 to 100",
        "http2 --servers netty     | --servers: there is no netty, only vertx-tls, gateway-tls",
        "micro --only bus          | --only: there is no bus, only framing, value, outbox",
        "micro --forks 0           | --forks is 0, but must be from 1 to 100",
        "cluster --cases walk      | --cases: there is no walk, only call, stream, route, kill",
        "cluster --pending 0       | --pending is 0, but must be from 1 to 10000",
        "cluster --within 0        | --within in ms is 0, but must be from 1 to 60000",
        "http --seconds 0          | --seconds is 0, but must be from 1 to 600",
        "http --scripts goodbye    | --scripts: there is no goodbye, only hello, pipelined, files",
        "http --sizes 99999999     | --sizes is 99999999, but must be from 0 to 67108864",
      })
  void wrongUsageIsNamedAndTwo(String line, String message) {
    Commands run = Commands.bench(line.strip().split(" "));
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains(message), run.err());
  }

  @Test
  void helpNamesTheBenchesAndTheServers() {
    String benches = Commands.bench("--help").out();
    for (String bench :
        List.of(
            "echo",
            "sizes",
            "connections",
            "ws",
            "idle",
            "http",
            "faults",
            "cluster",
            "compare",
            "report")) {
      assertTrue(benches.contains("\n  " + bench + " "), benches);
    }
    String servers = Commands.bench("idle", "--help").out();
    for (EchoKind kind : EchoKind.values()) {
      assertTrue(servers.contains(kind.label()), servers);
    }
  }

  @Test
  void yardstickIsNettyOrElseTheFirst() {
    assertEquals(EchoKind.NETTY, EchoPlan.yardstickOf(List.of(EchoKind.VERTX, EchoKind.NETTY)));
    assertEquals(EchoKind.BRIDGE, EchoPlan.yardstickOf(List.of(EchoKind.BRIDGE, EchoKind.BUS)));
  }

  @Test
  void missingWrkIsOneLineAndOne() {
    Commands run =
        Commands.bench("http", "--scripts", "hello", "--servers", "netty", "--wrk", "no-such-wrk");
    assertEquals(1, run.exitCode());
    assertEquals("bench http: wrk is not installed (Debian package: wrk)\n", run.err());
  }

  @Test
  void gatewayThatIsNotThereIsOneLineAndOne() {
    Commands run = Commands.bench("http", "--scripts", "download", "--url", "http://127.0.0.1:1");
    assertEquals(1, run.exitCode());
    assertEquals("bench http: no gateway at http://127.0.0.1:1\n", run.err());
  }

  @Test
  void eachRoundHasAnotherOrderWithAllServers() {
    EchoPlan plan = EchoPlan.full();
    List<List<EchoKind>> orders = List.of(plan.order(0), plan.order(1), plan.order(2));
    assertEquals(plan.servers(), orders.get(0));
    for (List<EchoKind> order : orders) {
      assertEquals(plan.servers(), order.stream().sorted().toList());
    }
    assertEquals(plan.servers().reversed(), orders.get(1));
    assertEquals(plan.servers().getFirst(), orders.get(2).getLast());
  }

  @Test
  void fullPlanStaysUnderTenMinutesWithFiveServers() {
    EchoPlan plan = EchoPlan.full();
    long perWindowMillis = plan.window().plus(plan.warmUp()).toMillis();
    assertTrue(5L * plan.axes().shapes().size() * plan.rounds() * perWindowMillis < 600_000);
    EchoPlan quick = EchoPlan.quick();
    perWindowMillis = quick.window().plus(quick.warmUp()).toMillis();
    assertTrue(5L * quick.axes().shapes().size() * quick.rounds() * perWindowMillis < 45_000);
  }
}
