package dev.samara.http.upload;

/** How a request that brought bytes ended well: with a file, or with a part that can be resumed. */
public sealed interface UploadResult permits StoredUpload, ParkedUpload {}
