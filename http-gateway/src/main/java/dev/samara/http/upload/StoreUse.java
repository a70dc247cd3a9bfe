package dev.samara.http.upload;

/**
 * How full a store is.
 *
 * @param bytes of all files and partial uploads, the latter with their announced length
 * @param files how many files and partial uploads there are
 * @param reservedBytes room held for uploads under way
 * @param partials how many of the files are partial uploads
 */
public record StoreUse(long bytes, long files, long reservedBytes, long partials) {}
