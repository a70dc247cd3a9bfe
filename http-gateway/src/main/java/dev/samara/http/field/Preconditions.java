package dev.samara.http.field;

import dev.samara.http.upload.FileState;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a request (RFC 9110, 13), in the order of its section 13.2.2. Immutable.
 *
 * @param match {@code If-Match}
 * @param noneMatch {@code If-None-Match}
 * @param modifiedSince {@code If-Modified-Since}
 * @param unmodifiedSince {@code If-Unmodified-Since}
 * @param reads whether the request is a GET or HEAD
 */
public record Preconditions(
    Optional<EntityTags> match,
    Optional<EntityTags> noneMatch,
    Optional<Instant> modifiedSince,
    Optional<Instant> unmodifiedSince,
    boolean reads) {

  /** What to do with a request. */
  public enum Verdict {
    /** What it asks for. */
    GO,
    /** Answer 304. */
    NOT_MODIFIED,
    /** Answer 412. */
    FAILED
  }

  /**
   * Reads the conditions of a request.
   *
   * @param headers of the request
   * @param reads whether it is a GET or HEAD
   * @return its conditions
   * @throws FieldException when a list of entity tags is malformed
   */
  public static Preconditions of(MultiMap headers, boolean reads) {
    return new Preconditions(
        tags(headers, "If-Match"),
        tags(headers, "If-None-Match"),
        date(headers, "If-Modified-Since"),
        date(headers, "If-Unmodified-Since"),
        reads);
  }

  private static Optional<EntityTags> tags(MultiMap headers, String field) {
    List<String> lines = headers.getAll(field);
    return lines.isEmpty() ? Optional.empty() : Optional.of(EntityTags.parse(field, lines));
  }

  private static Optional<Instant> date(MultiMap headers, String field) {
    return Optional.ofNullable(headers.get(field)).flatMap(HttpDate::parse);
  }

  /**
   * Compares them with what there is.
   *
   * @param file the file, if there is one
   * @return what to do
   */
  public Verdict verdict(Optional<FileState> file) {
    if (match.isPresent()) {
      boolean holds =
          file.isPresent()
              && (match.get().any() || match.get().matchesStrong(file.get().entityTag()));
      if (!holds) {
        return Verdict.FAILED;
      }
    } else if (unmodifiedSince.isPresent()
        && file.isPresent()
        && modified(file.get()).isAfter(unmodifiedSince.get())) {
      return Verdict.FAILED;
    }
    if (noneMatch.isPresent()) {
      boolean holds =
          file.isEmpty()
              || !(noneMatch.get().any() || noneMatch.get().matchesWeak(file.get().entityTag()));
      return holds ? Verdict.GO : reads ? Verdict.NOT_MODIFIED : Verdict.FAILED;
    }
    boolean old =
        reads
            && modifiedSince.isPresent()
            && file.isPresent()
            && !modified(file.get()).isAfter(modifiedSince.get());
    return old ? Verdict.NOT_MODIFIED : Verdict.GO;
  }

  /**
   * Whether {@code If-Range} lets a range be answered (RFC 9110, 13.1.5).
   *
   * @param headers of the request
   * @param file the file
   * @return true when the field is absent, or names this very file
   */
  public static boolean isRangeWanted(MultiMap headers, FileState file) {
    String condition = headers.get("If-Range");
    if (condition == null) {
      return true;
    }
    if (condition.startsWith("\"") || condition.startsWith("W/")) {
      return condition.equals(file.entityTag()) && !condition.startsWith("W/");
    }
    // A date is as exact as the file's, to the second; one that may still change twice in it is
    // not.
    return HttpDate.parse(condition).filter(modified(file)::equals).isPresent();
  }

  private static Instant modified(FileState file) {
    return HttpDate.seconds(file.modified());
  }
}
