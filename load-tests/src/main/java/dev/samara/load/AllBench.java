package dev.samara.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench all}. */
@Command(
    name = "all",
    description = "All benches one after the other, within 40 minutes; their reports in a folder.",
    mixinStandardHelpOptions = true)
final class AllBench implements Callable<Integer> {
  /** With the options that keep the whole within its time. */
  private static final List<List<String>> BENCHES =
      List.of(
          List.of("echo", "--rounds", "2", "--seconds", "1", "--warmup", "0.5"),
          List.of("connections", "--rounds", "2"),
          List.of("sizes", "--rounds", "1"),
          List.of("ws", "--rounds", "2"),
          List.of("rpc", "--rounds", "2"),
          List.of("idle"),
          List.of("ports", "--rounds", "2", "--seconds", "0.5"),
          List.of("buffers", "--rounds", "2", "--seconds", "0.3"),
          List.of("matrix", "--trips", "20000"),
          List.of("http", "--rounds", "2", "--seconds", "2"),
          List.of("http2", "--rounds", "2", "--seconds", "2"),
          List.of("upload", "--rounds", "2"),
          List.of("cluster", "--rounds", "2"),
          List.of("pipeline"),
          List.of("start"),
          List.of("micro", "--forks", "1", "--seconds", "0.3"),
          List.of("soak", "--minutes", "2"),
          List.of("faults"));

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where the reports go: docs/performance unless told otherwise.")
  private Path folder = ProjectRoot.find().resolve("docs/performance");

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Some of them.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "A first look at each.")
  private boolean quick;

  @Override
  public Integer call() {
    List<String> failed = new ArrayList<>();
    long begun = System.nanoTime();
    List<List<String>> chosen =
        BENCHES.stream()
            .filter(bench -> only.isEmpty() || only.contains(bench.getFirst()))
            .toList();
    for (List<String> bench : chosen) {
      String name = bench.getFirst();
      long minutes = Duration.ofNanos(System.nanoTime() - begun).toMinutes();
      System.out.printf(
          "== %s, %d of %d, after %d minutes%n",
          name, chosen.indexOf(bench) + 1, chosen.size(), minutes);
      if (new CommandLine(new BenchCommand()).execute(arguments(bench)) != 0) {
        failed.add(name);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf(
        "all of it took %d:%02d, the reports are in %s%n",
        took.toMinutes(), took.toSecondsPart(), folder);
    if (!failed.isEmpty()) {
      System.err.println("bench all: failed: " + String.join(", ", failed));
    }
    return failed.isEmpty() ? 0 : 1;
  }

  private String[] arguments(List<String> bench) {
    List<String> arguments = new ArrayList<>();
    arguments.add(bench.getFirst());
    if (!quick) {
      arguments.addAll(bench.subList(1, bench.size()));
    } else {
      arguments.add("--quick");
    }
    arguments.add("--json");
    arguments.add(folder.resolve(bench.getFirst() + ".json").toString());
    return arguments.toArray(String[]::new);
  }
}
