package dev.samara.http.resume;

import dev.samara.http.upload.AppendRequest;
import dev.samara.http.upload.PartialState;
import dev.samara.http.upload.UploadException;
import dev.samara.http.upload.UploadName;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;

/** One of the protocols. Immutable; any thread. Fields that do not parse are FieldExceptions. */
public sealed interface ResumeProtocol permits Tus, IetfDraft {

  /**
   * What every upload may take, for clients to know before.
   *
   * @param maxBytes of one upload
   */
  record Limits(long maxBytes) {}

  /**
   * The protocol a request speaks.
   *
   * @param headers of the request
   * @return the protocol, or nothing when the request is an ordinary one
   */
  static Optional<ResumeProtocol> of(MultiMap headers) {
    if (headers.contains("Tus-Resumable")) {
      return Optional.of(Tus.PROTOCOL);
    }
    boolean draft =
        headers.contains("Upload-Complete") || headers.contains("Upload-Draft-Interop-Version");
    return draft ? Optional.of(IetfDraft.PROTOCOL) : Optional.empty();
  }

  /**
   * What a request that begins an upload means.
   *
   * @param headers of the request
   * @param name from its path, if that has one
   * @param bodyBytes length of its body, 0 without one, -1 when it is not known
   * @return the upload, and whether the body is its first part
   * @throws UploadException BAD_NAME
   */
  Creation creation(MultiMap headers, Optional<UploadName> name, long bodyBytes)
      throws UploadException;

  /**
   * What a request that brings a part means.
   *
   * @param id of the upload
   * @param offsetBytes where the part begins
   * @param headers of the request
   * @param bodyBytes length of its body, -1 when it is not known
   * @return the part
   */
  AppendRequest part(String id, long offsetBytes, MultiMap headers, long bodyBytes);

  /**
   * The offset that a request to append names.
   *
   * @param headers of the request
   * @return bytes, 0 or more
   */
  static long offset(MultiMap headers) {
    return Numbers.required(headers, "Upload-Offset");
  }

  /**
   * Whether the body of a request to append is of the right media type.
   *
   * @param headers of the request
   * @return false for 415
   */
  boolean isPart(MultiMap headers);

  /**
   * Whether a request to create has to be refused for its version of the protocol.
   *
   * @param headers of the request
   * @return true for 412
   */
  boolean isOtherVersion(MultiMap headers);

  /**
   * What to tell a client at once, before its bytes come, so that it can go on wherever they end.
   *
   * @param headers of the request that began the upload
   * @param path of the upload
   * @param limits of the store
   * @return the fields of an interim answer 104, or nothing when the client does not know it
   */
  Optional<Map<String, String>> interim(MultiMap headers, String path, Limits limits);

  /**
   * Writes the fields that every answer has, failures as well.
   *
   * @param answer its header
   */
  void sign(MultiMap answer);

  /**
   * Writes what is known of an upload.
   *
   * @param state of the upload
   * @param limits of the store
   * @param answer the header of the answer
   */
  void describe(PartialState state, Limits limits, MultiMap answer);
}
