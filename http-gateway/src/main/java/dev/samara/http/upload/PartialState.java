package dev.samara.http.upload;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of an upload that comes in parts.
 *
 * @param id its identity, 22 characters nobody can guess
 * @param name what it will be called, or is
 * @param offsetBytes how many of its bytes are there
 * @param length how long it will be, when known
 * @param metadata what the client sent with its creation
 * @param composition {@code partial}, {@code final;…} or nothing, as in tus
 * @param expires when it is removed unless something is added
 * @param wanted digests of the whole that the client asked for
 * @param stored the file that came of it, when it is complete
 */
public record PartialState(
    String id,
    UploadName name,
    long offsetBytes,
    OptionalLong length,
    String metadata,
    String composition,
    Instant expires,
    Set<DigestAlgorithm> wanted,
    Optional<StoredUpload> stored) {}
