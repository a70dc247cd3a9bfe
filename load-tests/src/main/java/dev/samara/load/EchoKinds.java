package dev.samara.load;

import dev.samara.load.server.EchoKind;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The echo servers by the names on the command line. */
final class EchoKinds implements Iterable<String> {
  /** Made by the command line, which shows the names in its help. */
  EchoKinds() {}

  @Override
  public Iterator<String> iterator() {
    return labels().iterator();
  }

  /** The values of {@code --servers}, in order. */
  static List<EchoKind> named(List<String> labels) {
    return labels.stream().map(label -> named("--servers", label)).toList();
  }

  /** One value of an option. */
  static EchoKind named(String option, String label) {
    return EchoKind.of(label)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s: there is no %s, only %s"
                    .formatted(option, label, String.join(", ", labels()))));
  }

  private static List<String> labels() {
    return Arrays.stream(EchoKind.values()).map(EchoKind::label).toList();
  }
}
