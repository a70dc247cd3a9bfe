package dev.samara.rpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A process of its own that joins the cluster and offers a service, until its input ends. With
 * {@value #CALLS} as its first argument it makes calls to the service {@code work} as well.
 */
final class ClusterMember {
  static final String CALLS = "calls";
  static final int MADE = 50;

  interface Echo {
    Future<String> echo(String text);

    Future<String> never(int number);
  }

  /** What the test's own node offers. */
  interface Work {
    Future<String> work(int number);
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

  public static void main(String[] arguments) throws IOException {
    boolean calls = arguments[0].equals(CALLS);
    List<Integer> members = Arrays.stream(arguments).skip(2).map(Integer::valueOf).toList();
    Cluster cluster = Cluster.join(arguments[1], members);
    if (calls) {
      Work work = cluster.rpc().client(Work.class);
      Waiting.until("there is work", () -> !cluster.rpc().services().isEmpty());
      for (int i = 0; i < MADE; i++) {
        work.work(i);
      }
    } else {
      Waiting.result(cluster.rpc().expose(Echo.class, new Served()));
    }
    while (System.in.read() >= 0) {
      // The test holds the other end: when it dies, so does this.
    }
    Runtime.getRuntime().halt(0);
  }
}
