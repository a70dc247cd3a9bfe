package dev.samara.load.rpc;

import dev.samara.load.generator.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a service is, and what is called there.
 *
 * @param place where it listens, over anything but UDP
 * @param trust with TLS, the authorities to believe, a PEM file; empty for the system's
 * @param method the service's and the method's name with a slash between them, which is called with
 *     JSON; empty for the {@link Echo} that takes bytes
 */
public record RpcTarget(Target place, Optional<Path> trust, Optional<String> method) {
  private static final String NONE = "-";
  private static final int WORDS = 3;

  /** Checks the method. */
  public RpcTarget {
    if (method.isPresent() && !method.get().matches("[^/]+/[^/]+")) {
      throw new IllegalArgumentException(
          "method: %s (expected: SERVICE/METHOD)".formatted(method.get()));
    }
  }

  /** The echo of a server of ours that was just started. */
  static RpcTarget echo(Target place, Optional<Path> trust) {
    return new RpcTarget(place, trust, Optional.empty());
  }

  /** On loopback. */
  static RpcTarget tcp(int port) {
    return echo(
        Target.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        Optional.empty());
  }

  /** Of a place on TCP. */
  int port() {
    return ((InetSocketAddress) place.address()).getPort();
  }

  /** Of a method. */
  String service() {
    return method.orElseThrow().split("/")[0];
  }

  /** Of a method. */
  String call() {
    return method.orElseThrow().split("/")[1];
  }

  /**
   * As arguments of a process.
   *
   * @return three words
   */
  public List<String> words() {
    return List.of(place.uri(), trust.map(Path::toString).orElse(NONE), method.orElse(NONE));
  }

  /**
   * Reads the arguments.
   *
   * @param words as {@link #words} gives them
   * @return the target
   */
  public static RpcTarget parse(List<String> words) {
    if (words.size() != WORDS) {
      throw new IllegalArgumentException("no target: " + words);
    }
    return new RpcTarget(
        Target.parse(words.get(0)),
        Optional.of(words.get(1)).filter(word -> !word.equals(NONE)).map(Path::of),
        Optional.of(words.get(2)).filter(word -> !word.equals(NONE)));
  }
}
