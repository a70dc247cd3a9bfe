package dev.samara.http.upload;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is asked of the store for an upload that comes in parts.
 *
 * @param name what it will be called; its identity when not given
 * @param length how long it will be, when known; that much room is held
 * @param completesAtLength whether it is complete as soon as it has its length (tus), or when a
 *     request says so (the IETF's draft)
 * @param component whether it is only a part of a final upload and never gets a name
 * @param metadata what the client wants to be told again, as it was sent
 * @param digests what the whole must have
 * @param wanted digests to compute of the whole besides SHA-256
 */
public record PartialRequest(
    Optional<UploadName> name,
    OptionalLong length,
    boolean completesAtLength,
    boolean component,
    String metadata,
    List<ExpectedDigest> digests,
    Set<DigestAlgorithm> wanted) {
  /** Copies the collections. */
  public PartialRequest {
    digests = List.copyOf(digests);
    wanted = Set.copyOf(wanted);
  }
}
