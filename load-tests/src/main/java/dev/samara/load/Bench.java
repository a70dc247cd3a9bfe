package dev.samara.load;

import dev.samara.load.report.Machine;
import dev.samara.load.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One bench of the command line: checks its options, measures, and leaves a report. Owned by the
 * main thread.
 */
abstract class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Output output;

  /**
   * Where and when a bench runs.
   *
   * @param root the folder with the scripts to run and the reports to write
   * @param machine this machine, now
   */
  record Here(Path root, Machine machine) {}

  @Override
  public final Integer call() throws InterruptedException {
    try {
      prepare();
      output.prepare();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
    Here here = new Here(ProjectRoot.find(), Machine.here(ProjectRoot.find()));
    System.out.println(here.machine().inOneLine());
    try {
      return output.finish(measure(here), here.root());
    } catch (IOException failed) {
      System.err.println("bench " + spec.name() + ": " + failed.getMessage());
      return 1;
    }
  }

  /** The name on the command line. */
  final String name() {
    return spec.name();
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if one is out of its range; says which
   */
  abstract void prepare();

  /**
   * Measures, and prints results as they come.
   *
   * @throws IOException if something failed that the figures depend on; says what in one line
   */
  abstract Report measure(Here here) throws IOException, InterruptedException;
}
