package dev.samara.load;

import dev.samara.load.RpcCase.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What replaces parts of the shapes of a case.
 *
 * @param connections between the two processes, 1 to 1,000; empty for those of the case
 * @param depths calls in flight on each, each 1 to 65,536; none for those of the case
 * @param sizes bytes of a message; none for those of the case
 */
record RpcShapes(Optional<Integer> connections, List<Integer> depths, List<Integer> sizes) {
  RpcShapes {
    connections.ifPresent(count -> Checks.range("--connections", count, 1, 1_000));
    depths.forEach(depth -> Checks.range("--depths", depth, 1, 65_536));
  }

  /** Nothing is replaced. */
  static RpcShapes usual() {
    return new RpcShapes(Optional.empty(), List.of(), List.of());
  }

  /** All calls have the content of a file, or the like, of so many bytes. */
  RpcShapes withSize(int bytes) {
    return new RpcShapes(connections, depths, List.of(bytes));
  }

  /** Those of a case with their parts replaced; a stream has but a size. */
  List<Shape> of(RpcCase one) {
    boolean calls = one != RpcCase.STREAM;
    return one.shapes().stream()
        .flatMap(shape ->
            (sizes.isEmpty() ? List.of(shape.bytes()) : sizes)
                .stream()
                    .flatMap(bytes ->
                        (!calls || depths.isEmpty() ? List.of(shape.depth()) : depths)
                            .stream()
                                .map(depth ->
                                    new Shape(
                                        one == RpcCase.UNARY
                                            ? connections.orElse(shape.connections())
                                            : shape.connections(),
                                        depth,
                                        bytes))))
        .distinct()
        .toList();
  }
}
