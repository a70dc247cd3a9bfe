package dev.samara.http.resume;

import dev.samara.http.field.FieldException;
import dev.samara.http.field.HttpDate;
import dev.samara.http.upload.AppendRequest;
import dev.samara.http.upload.DigestAlgorithm;
import dev.samara.http.upload.ExpectedDigest;
import dev.samara.http.upload.PartialRequest;
import dev.samara.http.upload.PartialState;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * tus 1.0.0 (tus.io/protocols/resumable-upload) with creation, creation-with-upload,
 * creation-defer-length, checksum, expiration, termination and concatenation.
 */
public final class Tus implements ResumeProtocol {
  /** The one there is. */
  public static final Tus PROTOCOL = new Tus();

  /** Its version. */
  public static final String VERSION = "1.0.0";

  private static final String EXTENSIONS =
      "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination,"
          + "concatenation";

  private static final Map<String, DigestAlgorithm> CHECKSUMS =
      Map.of(
          "sha1", DigestAlgorithm.SHA_1,
          "sha256", DigestAlgorithm.SHA_256,
          "sha512", DigestAlgorithm.SHA_512);

  private static final String PART_TYPE = "application/offset+octet-stream";

  private Tus() {}

  /**
   * Writes what a client may ask for with OPTIONS.
   *
   * @param limits of the store
   * @param answer the header of the answer
   */
  public static void discover(Limits limits, MultiMap answer) {
    answer
        .set("Tus-Resumable", VERSION)
        .set("Tus-Version", VERSION)
        .set("Tus-Extension", EXTENSIONS)
        .set("Tus-Checksum-Algorithm", "sha1,sha256,sha512")
        .set("Tus-Max-Size", Long.toString(limits.maxBytes()));
  }

  @Override
  public Creation creation(MultiMap headers, Optional<UploadName> name, long bodyBytes)
      throws UploadException {
    String concat = Optional.ofNullable(headers.get("Upload-Concat")).orElse("");
    boolean isFinal = concat.startsWith("final;");
    if (!concat.isEmpty() && !isFinal && !concat.equals("partial")) {
      throw new FieldException("Upload-Concat is neither partial nor final;URL URL");
    }
    OptionalLong length = Numbers.optional(headers, "Upload-Length");
    boolean deferred = "1".equals(headers.get("Upload-Defer-Length"));
    if (isFinal ? length.isPresent() || deferred : length.isPresent() == deferred) {
      throw new FieldException(
          "either Upload-Length or Upload-Defer-Length: 1, and none with Upload-Concat: final");
    }
    String metadata = Optional.ofNullable(headers.get("Upload-Metadata")).orElse("");
    Optional<UploadName> called = name.isPresent() ? name : name(metadata);
    var upload =
        new PartialRequest(
            called, length, true, concat.equals("partial"), metadata, List.of(), Set.of());
    if (bodyBytes != 0 && !isPart(headers)) {
      throw new FieldException("a body needs the Content-Type " + PART_TYPE);
    }
    boolean appends = !isFinal && (bodyBytes != 0 || length.orElse(-1) == 0);
    return new Creation(upload, appends, isFinal ? concat : "", components(concat));
  }

  private static List<String> components(String concat) {
    if (!concat.startsWith("final;")) {
      return List.of();
    }
    var ids = new ArrayList<String>();
    for (String url : concat.substring(6).strip().split(" +")) {
      ids.add(url.substring(url.lastIndexOf('/') + 1));
    }
    return ids;
  }

  /** The client's {@code filename}, or {@code name} as some clients say. */
  private static Optional<UploadName> name(String metadata) throws UploadException {
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> found = Optional.empty();
    for (String pair : metadata.split(",")) {
      String[] parts = pair.strip().split(" ", 2);
      String value = parts.length < 2 ? "" : decode("Upload-Metadata", parts[1]);
      if (parts[0].equals("filename") || (parts[0].equals("name") && found.isEmpty())) {
        found = Optional.of(value);
      }
    }
    return found.isPresent() ? Optional.of(UploadName.parse(found.get())) : Optional.empty();
  }

  @Override
  public AppendRequest part(String id, long offsetBytes, MultiMap headers, long bodyBytes) {
    String checksum = headers.get("Upload-Checksum");
    List<ExpectedDigest> digests = checksum == null ? List.of() : List.of(checksum(checksum));
    return new AppendRequest(
        id,
        offsetBytes,
        bodyBytes,
        Numbers.optional(headers, "Upload-Length"),
        AppendRequest.Completion.AT_LENGTH,
        digests);
  }

  private static ExpectedDigest checksum(String field) {
    String[] parts = field.split(" ", 2);
    DigestAlgorithm algorithm = CHECKSUMS.get(parts[0]);
    if (algorithm == null || parts.length < 2) {
      throw new FieldException("Upload-Checksum is not one of sha1, sha256, sha512 and its base64");
    }
    try {
      return ExpectedDigest.of(algorithm, Base64.getDecoder().decode(parts[1].strip()));
    } catch (IllegalArgumentException e) {
      throw new FieldException("Upload-Checksum is not base64");
    }
  }

  private static String decode(String field, String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new FieldException(field + " is not base64");
    }
  }

  @Override
  public boolean isPart(MultiMap headers) {
    return PART_TYPE.equals(headers.get("Content-Type"));
  }

  @Override
  public boolean isOtherVersion(MultiMap headers) {
    return !VERSION.equals(headers.get("Tus-Resumable"));
  }

  @Override
  public Optional<Map<String, String>> interim(MultiMap headers, String path, Limits limits) {
    return Optional.empty();
  }

  @Override
  public void sign(MultiMap answer) {
    answer.set("Tus-Resumable", VERSION);
  }

  @Override
  public void describe(PartialState state, Limits limits, MultiMap answer) {
    answer.set("Upload-Offset", Long.toString(state.offsetBytes()));
    answer.set("Cache-Control", "no-store");
    if (state.length().isPresent()) {
      answer.set("Upload-Length", Long.toString(state.length().getAsLong()));
    } else {
      answer.set("Upload-Defer-Length", "1");
    }
    if (!state.metadata().isEmpty()) {
      answer.set("Upload-Metadata", state.metadata());
    }
    if (!state.composition().isEmpty()) {
      answer.set("Upload-Concat", state.composition());
    }
    if (state.stored().isEmpty()) {
      answer.set("Upload-Expires", HttpDate.format(state.expires()));
    }
  }
}
