package dev.samara.http;

import dev.samara.http.upload.UploadFailure;
import dev.samara.rpc.call.FailureKind;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * The one table of everything that can go wrong over HTTP: status, title, and whether the same
 * request may be sent again later. The name, in lower case with dashes, ends the type's URI.
 */
enum Problem {
  BAD_REQUEST(400, "The request is not valid HTTP", false),
  BAD_PATH(400, "The path is not valid", false),
  BAD_NAME(400, "The name is not allowed", false),
  BAD_BODY(400, "The body is not valid", false),
  BAD_FIELD(400, "A header field is not valid", false),
  DIGEST_MISMATCH(400, "The digest does not match the bytes", true),
  WRONG_LENGTH(400, "The lengths contradict each other", false),
  BAD_ARGUMENTS(400, "The arguments do not fit the method", false),
  NOT_AUTHENTICATED(401, "It is not known who asks", false),
  FORBIDDEN(403, "Whoever asks may not", false),
  FOREIGN_ORIGIN(403, "Pages of other origins may not do this", false),
  COMPLETED(403, "The upload takes no more bytes", false),
  NO_SUCH_PATH(404, "There is nothing at this path", false),
  NO_SUCH_UPLOAD(404, "There is no upload of this name", false),
  NO_SUCH_STREAM(404, "There is no stream of this key", false),
  NO_SUCH_SERVICE(404, "There is no service of this name", true),
  NO_SUCH_METHOD(404, "The service has no method of this name", false),
  METHOD_NOT_ALLOWED(405, "This method does not work here", false),
  NOT_ACCEPTABLE(406, "There is no such form of the answer", false),
  TOO_SLOW(408, "The request did not come in time", true),
  NOT_A_FILE(409, "The name is taken by something that is not a plain file", false),
  WRONG_OFFSET(409, "The part begins at another offset", true),
  CONDITION_FAILED(412, "The condition of the request is not met", false),
  OTHER_VERSION(412, "The version of the protocol is not known", false),
  TOO_LARGE(413, "The body is too large", false),
  TARGET_TOO_LONG(414, "The request line is too long", false),
  WRONG_TYPE(415, "The media type does not fit the request", false),
  UNSATISFIABLE_RANGE(416, "The file has no such range", false),
  UNKNOWN_EXPECTATION(417, "The expectation cannot be met", false),
  LOCKED(423, "Another request has the upload", true),
  WEBSOCKET_ONLY(426, "This path speaks WebSocket only", false),
  HEADERS_TOO_LARGE(431, "The header fields are too large", false),
  CHECKSUM_MISMATCH(460, "The checksum does not match the bytes", true),
  INTERNAL(500, "The gateway failed", false),
  DISK_ERROR(500, "The disk failed", true),
  CALLEE_FAILED(500, "The service failed", false),
  UNKNOWN_CODING(501, "The transfer coding is unknown", false),
  CONNECTION_LOST(502, "The call could not be delivered", false),
  NO_ANSWER(502, "The server behind does not answer", true),
  NODE_LEFT(502, "The node that served the call left", false),
  REFUSED(502, "The call or its result is beyond a limit of the bus", false),
  CANCELLED(503, "The call was given up", false),
  UNCHECKED(503, "Who asks cannot be found out now", true),
  CLOSING(503, "The node is closing", true),
  OVERLOADED(503, "Too much is under way", true),
  LATE_ANSWER(504, "The server behind did not answer in time", true),
  EXPIRED(504, "The service did not answer in time", false),
  UNKNOWN_VERSION(505, "The version of HTTP is not spoken here", false),
  NO_SPACE(507, "The disk is full", true),
  QUOTA(507, "The folder is full", true);

  private final int status;
  private final String title;
  private final boolean retry;

  Problem(int status, String title, boolean retry) {
    this.status = status;
    this.title = title;
    this.retry = retry;
  }

  int status() {
    return status;
  }

  boolean retry() {
    return retry;
  }

  /** The document of RFC 9457. */
  JsonObject document(String detail) {
    return new JsonObject()
        .put("type", "urn:samara:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("retry", retry);
  }

  /** Of a status that the wire answers with. */
  static Problem ofWire(int status) {
    return switch (status) {
      case 408 -> TOO_SLOW;
      case 413 -> TOO_LARGE;
      case 414 -> TARGET_TOO_LONG;
      case 431 -> HEADERS_TOO_LARGE;
      case 501 -> UNKNOWN_CODING;
      case 503 -> OVERLOADED;
      case 505 -> UNKNOWN_VERSION;
      default -> BAD_REQUEST;
    };
  }

  /** Of a status that a body ended with. */
  static Problem ofBody(int status) {
    return switch (status) {
      case 400 -> BAD_BODY;
      case 502 -> CONNECTION_LOST;
      default -> ofWire(status);
    };
  }

  static Problem of(FailureKind kind) {
    return switch (kind) {
      case NO_SUCH_SERVICE -> NO_SUCH_SERVICE;
      case NO_SUCH_METHOD -> NO_SUCH_METHOD;
      case BAD_ARGUMENTS -> BAD_ARGUMENTS;
      case REFUSED -> REFUSED;
      case OVERLOADED -> OVERLOADED;
      case EXPIRED -> EXPIRED;
      case CANCELLED -> CANCELLED;
      case CALLEE_FAILED -> CALLEE_FAILED;
      case NODE_LEFT -> NODE_LEFT;
      case CONNECTION_LOST -> CONNECTION_LOST;
    };
  }

  static Problem of(UploadFailure kind) {
    return switch (kind) {
      case BAD_NAME -> BAD_NAME;
      case NOT_A_FILE -> NOT_A_FILE;
      case NOT_FOUND -> NO_SUCH_UPLOAD;
      case TOO_LARGE -> TOO_LARGE;
      case TOO_MANY -> OVERLOADED;
      case QUOTA -> QUOTA;
      case DIGEST_MISMATCH -> DIGEST_MISMATCH;
      case CONDITION_FAILED -> CONDITION_FAILED;
      case WRONG_OFFSET -> WRONG_OFFSET;
      case WRONG_LENGTH -> WRONG_LENGTH;
      case COMPLETED -> COMPLETED;
      case LOCKED -> LOCKED;
      case NO_SPACE -> NO_SPACE;
      case DISK_ERROR -> DISK_ERROR;
      case ABORTED -> CLOSING;
    };
  }
}
