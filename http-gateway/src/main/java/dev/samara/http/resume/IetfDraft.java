package dev.samara.http.resume;

import dev.samara.http.field.DigestFields;
import dev.samara.http.field.Disposition;
import dev.samara.http.field.FieldException;
import dev.samara.http.upload.AppendRequest;
import dev.samara.http.upload.AppendRequest.Completion;
import dev.samara.http.upload.PartialRequest;
import dev.samara.http.upload.PartialState;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * draft-ietf-httpbis-resumable-upload in its interop version 8, and in 5 (draft 03), 6 (draft 05)
 * and 7, which differ in what is demanded of requests only.
 */
public final class IetfDraft implements ResumeProtocol {
  /** The one there is. */
  public static final IetfDraft PROTOCOL = new IetfDraft();

  /** The media type of a part. */
  public static final String PART_TYPE = "application/partial-upload";

  /** Until this version a part had no media type of its own. */
  private static final String WITHOUT_TYPE = "5";

  private static final Set<String> VERSIONS = Set.of("5", "6", "7", "8");

  private IetfDraft() {}

  /**
   * Writes what a client may ask for with OPTIONS.
   *
   * @param limits of the store
   * @param answer the header of the answer
   */
  public static void discover(Limits limits, MultiMap answer) {
    answer.set("Accept-Patch", PART_TYPE).set("Upload-Limit", "max-size=" + limits.maxBytes());
  }

  @Override
  public Creation creation(MultiMap headers, Optional<UploadName> name, long bodyBytes)
      throws UploadException {
    boolean complete = isComplete(headers);
    OptionalLong length = Numbers.optional(headers, "Upload-Length");
    if (complete && length.isEmpty() && bodyBytes >= 0) {
      length = OptionalLong.of(bodyBytes);
    }
    String metadata = Optional.ofNullable(headers.get("Upload-Metadata")).orElse("");
    var upload =
        new PartialRequest(
            name.isPresent() ? name : name(headers, metadata),
            length,
            length.isPresent() && isOld(headers),
            false,
            metadata,
            DigestFields.expected(headers, "Repr-Digest"),
            DigestFields.wanted(headers, "Want-Repr-Digest"));
    return new Creation(upload, complete || bodyBytes != 0, "", List.of());
  }

  /** Clients of then take an upload that has its length for complete, and say no more. */
  private static boolean isOld(MultiMap headers) {
    String version = headers.get("Upload-Draft-Interop-Version");
    return "5".equals(version) || "6".equals(version);
  }

  private static Optional<UploadName> name(MultiMap headers, String metadata)
      throws UploadException {
    String disposition = headers.get("Content-Disposition");
    Optional<String> name =
        disposition == null ? fromMetadata(metadata) : Disposition.parse(disposition).fileName();
    return name.isPresent() ? Optional.of(UploadName.parse(name.get())) : Optional.empty();
  }

  /** The draft has none, but clients that also speak tus send theirs. */
  private static Optional<String> fromMetadata(String metadata) {
    for (String pair : metadata.split(",")) {
      String[] parts = pair.strip().split(" ", 2);
      if (parts.length == 2 && parts[0].equals("filename")) {
        try {
          byte[] value = Base64.getDecoder().decode(parts[1]);
          return Optional.of(new String(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new FieldException("Upload-Metadata is not base64");
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public AppendRequest part(String id, long offsetBytes, MultiMap headers, long bodyBytes) {
    return new AppendRequest(
        id,
        offsetBytes,
        bodyBytes,
        Numbers.optional(headers, "Upload-Length"),
        isComplete(headers) ? Completion.WITH_REQUEST : Completion.NOT_YET,
        DigestFields.expected(headers, "Content-Digest"));
  }

  private static boolean isComplete(MultiMap headers) {
    return switch (Optional.ofNullable(headers.get("Upload-Complete")).orElse("")) {
      case "?1" -> true;
      case "?0" -> false;
      default -> throw new FieldException("Upload-Complete is neither ?1 nor ?0");
    };
  }

  @Override
  public boolean isPart(MultiMap headers) {
    return PART_TYPE.equals(headers.get("Content-Type"))
        || WITHOUT_TYPE.equals(headers.get("Upload-Draft-Interop-Version"));
  }

  @Override
  public boolean isOtherVersion(MultiMap headers) {
    String version = headers.get("Upload-Draft-Interop-Version");
    return version != null && !VERSIONS.contains(version);
  }

  /** Only in the client's own version: it must ignore any other, and the RFC will have none. */
  @Override
  public Optional<Map<String, String>> interim(MultiMap headers, String path, Limits limits) {
    return Optional.ofNullable(headers.get("Upload-Draft-Interop-Version"))
        .filter(VERSIONS::contains)
        .map(version ->
            Map.of(
                "Location",
                path,
                "Upload-Draft-Interop-Version",
                version,
                "Upload-Limit",
                "max-size=" + limits.maxBytes()));
  }

  @Override
  public void sign(MultiMap answer) {
    // The draft signs interim answers only.
  }

  @Override
  public void describe(PartialState state, Limits limits, MultiMap answer) {
    answer.set("Upload-Offset", Long.toString(state.offsetBytes()));
    answer.set("Upload-Complete", state.stored().isPresent() ? "?1" : "?0");
    answer.set("Cache-Control", "no-store");
    if (state.length().isPresent()) {
      answer.set("Upload-Length", Long.toString(state.length().getAsLong()));
    }
    long seconds = Duration.between(Instant.now(), state.expires()).toSeconds();
    answer.set(
        "Upload-Limit", "max-size=" + limits.maxBytes() + ", max-age=" + Math.max(0, seconds));
  }
}
