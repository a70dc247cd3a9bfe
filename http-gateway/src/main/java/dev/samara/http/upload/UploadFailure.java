package dev.samara.http.upload;

/** Every way in which an upload, a download or a deletion can fail. */
public enum UploadFailure {
  /** The name is empty, too long, hidden, or would leave the folder. Not worth a retry. */
  BAD_NAME(false),
  /** Something that is not a plain file has this name. Not worth a retry. */
  NOT_A_FILE(false),
  /** Nothing has this name. Not worth a retry. */
  NOT_FOUND(false),
  /** More bytes than the store takes for one upload. Not worth a retry. */
  TOO_LARGE(false),
  /** As many uploads as the store allows are under way. Retry later. */
  TOO_MANY(true),
  /** The folder holds as much as it may. Retry when something was deleted. */
  QUOTA(true),
  /** The bytes have another digest than was announced. Retry with the right bytes. */
  DIGEST_MISMATCH(true),
  /** The file that has the name is not as the request demands. Not worth a retry. */
  CONDITION_FAILED(false),
  /** A part begins elsewhere than where the upload ends. Retry from the right offset. */
  WRONG_OFFSET(true),
  /** Lengths given for one upload contradict each other. Not worth a retry. */
  WRONG_LENGTH(false),
  /** A finished, or composed, upload takes no more bytes. Not worth a retry. */
  COMPLETED(false),
  /** Another request writes this upload and does not let go. Retry soon. */
  LOCKED(true),
  /** The disk is full. Retry when there is room again. */
  NO_SPACE(true),
  /** The disk failed in another way. Retry when it works again. */
  DISK_ERROR(true),
  /** The sender broke off, or the store was closed. Retry. */
  ABORTED(true);

  private final boolean retry;

  UploadFailure(boolean retry) {
    this.retry = retry;
  }

  /**
   * Whether the same request can succeed later.
   *
   * @return true when a retry makes sense
   */
  public boolean retry() {
    return retry;
  }
}
