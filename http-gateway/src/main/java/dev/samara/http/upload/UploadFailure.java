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
