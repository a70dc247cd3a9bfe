/**
 * Uploads on a disk, without any HTTP: a folder of named files, each written to a temporary file,
 * hashed on the way and moved onto its name when, and only when, it is complete; and uploads that
 * come in parts, which survive the process.
 *
 * <p>Start at {@link dev.samara.http.upload.UploadStore}, for parts at {@link
 * dev.samara.http.upload.PartialStore}; one request's bytes under way are an {@link
 * dev.samara.http.upload.Upload}. What can go wrong is the closed list {@link
 * dev.samara.http.upload.UploadFailure}.
 */
package dev.samara.http.upload;
