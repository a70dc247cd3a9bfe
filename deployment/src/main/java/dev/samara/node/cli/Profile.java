package dev.samara.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * A flight recording of this process with the JDK's settings for profiles, from its start to its
 * end. It is read with {@code jfr view hot-methods FILE} or JDK Mission Control.
 */
final class Profile {
  private static final String SETTINGS = "profile";

  private final Path file;
  private final Recording recording;

  private Profile(Path file, Recording recording) {
    this.file = file;
    this.recording = recording;
  }

  /**
   * Begins to record.
   *
   * @param file written when the recording ends; one that is there is written over
   * @throws IOException of one line, if the file cannot be written or this JVM cannot record
   */
  static Profile start(Path file) throws IOException {
    if (Files.isDirectory(file) || !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new IOException(
          "--profile: %s (expected: a file in an existing folder)".formatted(file));
    }
    try {
      var recording = new Recording(Configuration.getConfiguration(SETTINGS));
      recording.setName("samara");
      recording.setDestination(file);
      recording.start();
      return new Profile(file, recording);
    } catch (ParseException | IllegalStateException e) {
      throw new IOException("--profile: this JVM cannot record: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException("--profile: %s cannot be written".formatted(file), e);
    }
  }

  /** Ends the recording and writes the file; a second call does nothing. */
  void end() {
    if (recording.getState() == RecordingState.RUNNING) {
      recording.stop();
      recording.close();
    }
  }

  @Override
  public String toString() {
    return "profile written to " + file;
  }
}
