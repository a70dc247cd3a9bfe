package dev.samara.rpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A process of its own that joins the cluster and offers a service, until its input ends. */
final class ClusterMember {
  static final String READY = "member is ready";

  interface Echo {
    Future<String> echo(String text);

    Future<String> never(int number);
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

  public static void main(String[] ports) throws IOException {
    List<Integer> members = Arrays.stream(ports).map(Integer::valueOf).toList();
    Cluster cluster = Cluster.join("b", members);
    Waiting.result(cluster.rpc().expose(Echo.class, new Served()));
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // The test holds the other end: when it dies, so does this.
    }
    Runtime.getRuntime().halt(0);
  }
}
