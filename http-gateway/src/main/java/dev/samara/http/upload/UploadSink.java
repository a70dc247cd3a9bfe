package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The disk's side of one request's bytes. Writer threads only, one at a time. May block. */
interface UploadSink {
  /**
   * Does a slice of what must be done before the first write.
   *
   * @return true when there is nothing more to do
   */
  boolean prepare() throws IOException;

  void write(List<ByteBuffer> batch) throws IOException, UploadException;

  /** All bytes of the request are written: makes a file of them, or parks them. */
  UploadResult finish() throws IOException, UploadException;

  /** Whether what came is worth keeping when the sender breaks off. */
  boolean keeps();

  /** The sender broke off, and what came is kept. */
  ParkedUpload park() throws IOException, UploadException;

  /** The request failed. Must not throw: what cannot be undone now is undone by a sweep. */
  void discard(UploadFailure why);
}
