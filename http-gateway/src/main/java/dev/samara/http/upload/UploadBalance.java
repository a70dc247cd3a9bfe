package dev.samara.http.upload;

/**
 * Where every request that brought bytes went, as one consistent picture: {@code accepted = stored
 * + failed + aborted + parked + in flight} at every moment. A resumable upload counts once for each
 * request that carried a part of it.
 *
 * @param accepted requests the store began to take bytes for
 * @param stored those that ended with a complete file
 * @param failed those that a limit, a check or the disk ended
 * @param aborted those that their sender, or a closing store, broke off without leaving anything
 * @param parked those whose bytes are kept for a later request of the same upload
 * @param inFlight those still under way
 */
public record UploadBalance(
    long accepted, long stored, long failed, long aborted, long parked, long inFlight) {
  /**
   * Whether the sum holds.
   *
   * @return true when accepted = stored + failed + aborted + parked + in flight
   */
  public boolean addsUp() {
    return accepted == stored + failed + aborted + parked + inFlight;
  }
}
