package dev.samara.rpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A process of its own that joins the cluster and hosts shards, until its input ends or says that
 * it is to leave orderly.
 */
final class ShardMember {
  private static final String LEAVE = "leave";

  private ShardMember() {}

  /** Starts one whose own port is the first. */
  static Process start(String name, Path folder, int shards, List<Integer> ports)
      throws IOException {
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
                ShardMember.class.getName(),
                name,
                folder.toString(),
                "" + shards));
    ports.forEach(each -> command.add(String.valueOf(each)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "shard-member-" + name + ".log").toFile())
        .start();
  }

  /** As an operator stops it; it ends when its shards are handed over. */
  static void leave(Process member) throws IOException {
    member
        .getOutputStream()
        .write((LEAVE + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    member.getOutputStream().flush();
  }

  public static void main(String[] arguments) throws IOException {
    List<Integer> ports = Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList();
    Cluster cluster = Cluster.join(arguments[0], ports);
    RpcShards<Carts.Cart> shards =
        cluster
            .rpc()
            .shards(
                "cart",
                Carts.Cart.class,
                dev.samara.rpc.call.ShardOptions.of(Integer.parseInt(arguments[2])));
    Waiting.result(shards.host(new Carts(Path.of(arguments[1]), arguments[0])));
    var in = new BufferedReader(new InputStreamReader(System.in));
    if (LEAVE.equals(in.readLine())) {
      cluster.leave();
    }
    Runtime.getRuntime().halt(0);
  }
}
