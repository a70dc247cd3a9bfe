package dev.samara.http.upload;

/**
 * What a request left of an upload that is to be continued.
 *
 * @param id the partial upload
 * @param offsetBytes how many of its bytes are there
 */
public record ParkedUpload(String id, long offsetBytes) implements UploadResult {}
