package dev.samara.node.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Finds ports that nobody has, below those the kernel gives to clients. */
final class Ports {

  static final int ECHO = 7400;
  static final int LINES = 7401;
  static final int DATAGRAMS = 7402;
  static final int CHAT = 7403;
  static final int GATEWAY = 8080;

  /** How many ports in a row a cluster of a test searches. */
  static final int CLUSTER_PORTS = 4;

  private static final int TRIES = 200;

  private Ports() {}

  /** An offset at which all ports of the default node are free. */
  static int freeOffset() {
    return find(
        2_000,
        24_000,
        offset ->
            IntStream.of(ECHO, LINES, CHAT, GATEWAY).allMatch(port -> isFree(port + offset))
                && isFreeForDatagrams(DATAGRAMS + offset));
  }

  /** The first of {@link #CLUSTER_PORTS} free ports. */
  static int freeClusterPort() {
    return find(
        10_000,
        32_000,
        first -> IntStream.range(first, first + CLUSTER_PORTS).allMatch(Ports::isFree));
  }

  private static int find(int least, int most, IntPredicate isFree) {
    return ThreadLocalRandom.current()
        .ints(TRIES, least, most)
        .filter(isFree)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no free ports in " + TRIES + " tries"));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFreeForDatagrams(int port) {
    try (var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
