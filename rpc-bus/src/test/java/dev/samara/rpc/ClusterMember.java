package dev.samara.rpc;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process of its own that joins the cluster and offers a service, until its input ends. With
 * {@value #CALLS} as its first argument it makes calls to the service {@code work} instead, and
 * reports their outcomes when it has all. With {@value #PATIENT} in its name it does not give up
 * silent members; with {@value #LINKED} in its role it takes calls over connections.
 */
final class ClusterMember {
  static final String CALLS = "calls";
  static final String PATIENT = "patient";
  static final String LINKED = "-linked";
  static final int MADE = 50;

  interface Echo {
    Future<String> echo(String text);

    Future<String> never(int number);
  }

  /** What the test's own node offers. */
  interface Work {
    Future<String> work(int number);
  }

  /** What became of the calls. */
  interface Report {
    Future<Map<String, Integer>> outcomes();
  }

  private static final class Served implements Echo {
    @Override
    public Future<String> echo(String text) {
      return Future.succeededFuture(text);
    }

    @Override
    public Future<String> never(int number) {
      return Promise.<String>promise().future();
    }
  }

  private ClusterMember() {}

  /** Starts one whose own port is the first. */
  static Process start(String role, String name, List<Integer> ports) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
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
                role,
                name));
    ports.forEach(each -> command.add(String.valueOf(each)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "cluster-member-" + name + ".log").toFile())
        .start();
  }

  /** As the command kill does it. */
  static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  public static void main(String[] arguments) throws IOException {
    boolean calls = arguments[0].startsWith(CALLS);
    RpcTuning tuning = arguments[0].endsWith(LINKED) ? Links.tuning() : RpcTuning.defaults();
    List<Integer> members = Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList();
    Cluster cluster =
        arguments[1].contains(PATIENT)
            ? Cluster.joinPatiently(arguments[1], members, tuning)
            : Cluster.join(arguments[1], members, tuning);
    if (calls) {
      Work work = cluster.rpc().client(Work.class);
      Waiting.until("there is work", () -> !cluster.rpc().services().isEmpty());
      Map<String, Integer> outcomes = new ConcurrentHashMap<>();
      List<Future<String>> made = new ArrayList<>();
      for (int i = 0; i < MADE; i++) {
        int number = i;
        made.add(
            CallOptions.none()
                .withTimeout(Duration.ofMinutes(1))
                .call(() -> work.work(number))
                .onSuccess(done -> outcomes.merge("answered", 1, Integer::sum))
                .onFailure(
                    why -> outcomes.merge(((RpcException) why).kind().name(), 1, Integer::sum)));
      }
      Report report = () -> Future.succeededFuture(outcomes);
      Future.join(made).onComplete(all -> cluster.rpc().expose(Report.class, report));
    } else {
      Waiting.result(cluster.rpc().expose(Echo.class, new Served()));
    }
    while (System.in.read() >= 0) {
      // The test holds the other end: when it dies, so does this.
    }
    Runtime.getRuntime().halt(0);
  }
}
