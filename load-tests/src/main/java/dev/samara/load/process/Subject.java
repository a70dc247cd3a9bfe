package dev.samara.load.process;

import dev.samara.load.generator.Target;
import dev.samara.load.generator.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An echo that is measured. Used by one thread. */
public interface Subject extends AutoCloseable {
  /**
   * The name in reports.
   *
   * @return one word
   */
  String label();

  /**
   * What it speaks.
   *
   * @return how messages and answers look on the wire
   */
  WireFormat wire();

  /**
   * Where it listens.
   *
   * @return an address
   */
  Target target();

  /**
   * The processor time it has used since its start.
   *
   * @return user and system time together, empty if it is somebody else's
   * @throws IOException if it has ended; says what it printed last
   */
  Optional<Duration> cpuTime() throws IOException;

  /**
   * What it printed last.
   *
   * @return the newest lines since it listens, empty if there are none
   */
  String lastOutput();

  /** Ends it, if it was started here. */
  @Override
  void close();

  /**
   * An echo that runs already: the user's own.
   *
   * @param target where it listens
   * @return the subject, named {@code target}; it is left as it is
   */
  static Subject running(Target target) {
    return new RunningSubject(target);
  }
}
