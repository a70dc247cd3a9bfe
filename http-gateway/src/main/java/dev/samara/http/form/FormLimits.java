package dev.samara.http.form;

/**
 * What a form may have.
 *
 * @param maxFiles the most files
 * @param maxFields the most fields that are not files
 * @param maxFieldBytes the most bytes of one field
 * @param maxHeadBytes the most bytes of the head of one part, and of what is around the parts
 */
public record FormLimits(int maxFiles, int maxFields, int maxFieldBytes, int maxHeadBytes) {
  /**
   * 16 files, 64 fields of 8 KiB, heads of 4 KiB.
   *
   * @return these limits
   */
  public static FormLimits defaults() {
    return new FormLimits(16, 64, 8 * 1024, 4 * 1024);
  }
}
