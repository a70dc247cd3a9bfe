package dev.samara.rpc;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for two nodes of a real cluster: everything goes over the wire. */
class ClusterTest extends RpcContract {
  private static Cluster a;
  private static Cluster b;

  @BeforeAll
  static void start() throws IOException {
    int portA = Cluster.freePort();
    int portB = Cluster.freePort();
    a = Cluster.join("a", List.of(portA, portB));
    b = Cluster.join("b", List.of(portB, portA));
  }

  @AfterAll
  static void stop() {
    b.leave();
    a.leave();
  }

  @Override
  Rpc caller() {
    return a.rpc();
  }

  @Override
  Rpc callee() {
    return b.rpc();
  }

  @Override
  Vertx vertx() {
    return a.vertx();
  }
}
