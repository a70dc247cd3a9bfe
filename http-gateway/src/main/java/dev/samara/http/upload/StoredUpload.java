package dev.samara.http.upload;

/**
 * What a finished upload left on the disk.
 *
 * @param name its name in the folder
 * @param sizeBytes its length in bytes, 0 or more
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hex digits
 * @param created true when nothing had that name before, false when a file was replaced
 */
public record StoredUpload(UploadName name, long sizeBytes, String sha256, boolean created) {}
