package dev.samara.http.upload;

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.OptionalLong;

/** An expected failure of the store: a kind, and one line for a human. Carries no stack trace. */
public final class UploadException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure this is. */
  private final UploadFailure kind;

  /** Where the upload ends, for WRONG_OFFSET; else -1. */
  private final long offsetBytes;

  /**
   * Makes a failure.
   *
   * @param kind which of the closed list
   * @param message one line for a human; names no path of the machine
   */
  public UploadException(UploadFailure kind, String message) {
    this(kind, message, -1);
  }

  private UploadException(UploadFailure kind, String message, long offsetBytes) {
    super(message, null, false, false);
    this.kind = kind;
    this.offsetBytes = offsetBytes;
  }

  static UploadException wrongOffset(long rightBytes) {
    return new UploadException(
        UploadFailure.WRONG_OFFSET, "the upload goes on at byte " + rightBytes, rightBytes);
  }

  /**
   * Where the upload goes on.
   *
   * @return the right offset for WRONG_OFFSET, else nothing
   */
  public OptionalLong offsetBytes() {
    return offsetBytes < 0 ? OptionalLong.empty() : OptionalLong.of(offsetBytes);
  }

  /** Names no path of this machine: the text goes to the sender. */
  static UploadException of(Throwable e) {
    if (e instanceof UploadException known) {
      return known;
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String text = reason == null ? e.getClass().getSimpleName() : reason;
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return new UploadException(UploadFailure.NO_SPACE, "the disk is full");
    }
    return new UploadException(UploadFailure.DISK_ERROR, "the disk failed: " + text);
  }

  /**
   * Which of the closed list of failures this is.
   *
   * @return the kind
   */
  public UploadFailure kind() {
    return kind;
  }
}
