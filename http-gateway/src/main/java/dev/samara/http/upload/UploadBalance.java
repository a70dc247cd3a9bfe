package dev.samara.http.upload;

/**
 * Where every upload went, as one consistent picture: {@code accepted = stored + failed + aborted +
 * in flight} at every moment.
 *
 * @param accepted uploads the store began
 * @param stored those that are complete files now
 * @param failed those that a limit or the disk ended
 * @param aborted those that their sender, or a closing store, broke off
 * @param inFlight those still under way
 */
public record UploadBalance(long accepted, long stored, long failed, long aborted, long inFlight) {
  /**
   * Whether the sum holds.
   *
   * @return true when accepted = stored + failed + aborted + in flight
   */
  public boolean addsUp() {
    return accepted == stored + failed + aborted + inFlight;
  }
}
