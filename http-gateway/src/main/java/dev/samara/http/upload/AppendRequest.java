package dev.samara.http.upload;

import java.util.List;
import java.util.OptionalLong;

/**
 * One part of an upload that comes in parts.
 *
 * @param id which upload
 * @param offsetBytes where the part begins: where the upload ends so far
 * @param expectedBytes how long the part is when known, else -1
 * @param length how long the whole is, when told with this part
 * @param completion whether the whole is complete after it
 * @param digests what the bytes of this part must have; none of them is kept otherwise
 */
public record AppendRequest(
    String id,
    long offsetBytes,
    long expectedBytes,
    OptionalLong length,
    Completion completion,
    List<ExpectedDigest> digests) {

  /** When an upload is complete. */
  public enum Completion {
    /** When it has its length. */
    AT_LENGTH,
    /** After this part. */
    WITH_REQUEST,
    /** Not after this part. */
    NOT_YET
  }

  /** Copies the collection. */
  public AppendRequest {
    digests = List.copyOf(digests);
  }
}
