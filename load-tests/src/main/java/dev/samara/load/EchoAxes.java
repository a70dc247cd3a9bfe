package dev.samara.load;

import dev.samara.load.generator.Medium;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is varied; all combinations are measured.
 *
 * @param media how messages travel
 * @param connections how many, each 1 to 50,000
 * @param depths messages in flight per connection, each 1 to 65,536
 * @param payloadBytes bytes of a message, each 1 to 16 MiB
 */
record EchoAxes(
    List<Medium> media,
    List<Integer> connections,
    List<Integer> depths,
    List<Integer> payloadBytes) {

  private static final int MAX_PAYLOAD_BYTES = 1 << 24;

  EchoAxes {
    if (media.isEmpty()) {
      throw new IllegalArgumentException("--over must have at least one value");
    }
    checkAll("--connections", connections, 1, 50_000);
    checkAll("--depths", depths, 1, 65_536);
    checkAll("--sizes", payloadBytes, 1, MAX_PAYLOAD_BYTES);
  }

  /**
   * One combination.
   *
   * @param medium how messages travel
   * @param connections how many
   * @param depth messages in flight on each
   * @param payloadBytes bytes of a message
   * @param over whether the medium is said in reports
   */
  record Shape(Medium medium, int connections, int depth, int payloadBytes, boolean over) {
    /** What a machine moves at least in a second. */
    private static final double SLOW_BYTES_PER_SECOND = 5e8;

    /** With fewer, a window counts how the answers happened to fall rather than how many come. */
    private static final int ANSWERS_EACH = 4;

    /** As it stands in a report. */
    Map<String, String> at() {
      Map<String, String> at = new LinkedHashMap<>();
      if (over) {
        at.put("over", medium.label());
      }
      at.put("connections", Integer.toString(connections));
      at.put("depth", Integer.toString(depth));
      at.put("bytes", Integer.toString(payloadBytes));
      return at;
    }

    /** In words, for progress and errors. */
    String text() {
      return "%s%d connections x %d in flight, %,d B"
          .formatted(over ? medium.label() + ", " : "", connections, depth, payloadBytes);
    }

    /** A window in which all that is in flight can be answered some times over. */
    Duration window(Duration wanted) {
      double bytes = (double) connections * depth * payloadBytes;
      long needed = Math.round(ANSWERS_EACH * bytes / SLOW_BYTES_PER_SECOND * 1e3);
      return needed > wanted.toMillis() ? Duration.ofMillis(needed) : wanted;
    }
  }

  List<Shape> shapes() {
    boolean over = media.size() > 1 || media.getFirst() != Medium.TCP;
    return media.stream()
        .flatMap(medium ->
            payloadBytes.stream()
                .flatMap(bytes ->
                    depths.stream()
                        .flatMap(depth ->
                            connections.stream()
                                .map(count -> new Shape(medium, count, depth, bytes, over)))))
        .toList();
  }

  /** As many connections as there may be, where more were wanted. */
  EchoAxes atMost(int possible) {
    return new EchoAxes(
        media,
        connections.stream().map(count -> Math.min(count, possible)).distinct().toList(),
        depths,
        payloadBytes);
  }

  static List<String> labels(Collection<Medium> media) {
    return media.stream().map(Medium::label).toList();
  }

  private static void checkAll(String name, List<Integer> values, int min, int max) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " must have at least one value");
    }
    values.forEach(value -> Checks.range(name, value, min, max));
  }
}
