package dev.samara.load;

import dev.samara.load.rpc.RpcKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is called, and who takes part. */
enum RpcCase {
  /** Caller and service on one event loop. */
  SAME_LOOP(
      RpcKind.TYPED,
      List.of(RpcKind.REQUEST),
      List.of(new Shape(1, 64, 128), new Shape(1, 1, 128))),
  /** Caller and service on two event loops of one node. */
  OTHER_LOOP(
      RpcKind.TYPED_OTHER,
      List.of(RpcKind.REQUEST_OTHER),
      List.of(new Shape(1, 64, 128), new Shape(1, 1, 128))),
  /** Calls between two processes. */
  UNARY(
      RpcKind.SAMARA,
      List.of(RpcKind.GRPC, RpcKind.RSOCKET),
      List.of(new Shape(4, 16, 128), new Shape(4, 16, 16_384))),
  /** Items from a server to one client. */
  STREAM(RpcKind.SAMARA_STREAM, List.of(RpcKind.NETTY_STREAM), List.of(new Shape(1, 1, 1_024)));

  private final RpcKind ours;
  private final List<RpcKind> peers;
  private final List<Shape> shapes;

  RpcCase(RpcKind ours, List<RpcKind> peers, List<Shape> shapes) {
    this.ours = ours;
    this.peers = peers;
    this.shapes = shapes;
  }

  /**
   * How much at a time.
   *
   * @param connections how many
   * @param depth calls in flight on each
   * @param bytes of a message
   */
  record Shape(int connections, int depth, int bytes) {
    Shape withDepth(int other) {
      return new Shape(connections, other, bytes);
    }
  }

  static Optional<RpcCase> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }

  static String labels() {
    return String.join(", ", Arrays.stream(values()).map(RpcCase::label).toList());
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  RpcKind ours() {
    return ours;
  }

  List<RpcKind> peers() {
    return peers;
  }

  List<Shape> shapes() {
    return shapes;
  }

  /** Ours first. */
  List<RpcKind> kinds() {
    return Stream.concat(Stream.of(ours), peers.stream()).toList();
  }
}
