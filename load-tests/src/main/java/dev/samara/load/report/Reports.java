package dev.samara.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON files: the keys are the names of the records' components. */
public final class Reports {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final DateTimeFormatter FILE_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private Reports() {}

  /**
   * Where a report goes unless the user says otherwise.
   *
   * @param root the project's folder
   * @param bench the name of the bench
   * @param date when the run began
   * @return a path below {@code target/bench}
   */
  public static Path defaultFile(Path root, String bench, Instant date) {
    return root.resolve("target/bench/" + bench + "-" + FILE_DATE.format(date) + ".json");
  }

  /**
   * Writes a report, with the folders above it; the file appears whole or not at all.
   *
   * @param report a report
   * @param file where; an old one is replaced
   * @throws IOException if the file can't be written
   */
  public static void write(Report report, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path draft = Files.createTempFile(target.getParent(), ".report", ".json");
    try {
      Files.writeString(draft, JSON.writeValueAsString(report) + "\n");
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Reads a report.
   *
   * @param file written by {@link #write}
   * @return the report
   * @throws IOException if the file can't be read or holds something else; says what
   */
  public static Report read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Report.class);
    } catch (JacksonException e) {
      throw new IOException(file + " is no report: " + e.getOriginalMessage(), e);
    }
  }
}
