package dev.samara.codec.http;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What a {@link RequestDetector} finds, in the order
 *
 * <pre>
 *   ( head ( (chunk data+)* lastChunk | data* ) end )* fault?
 * </pre>
 *
 * Called by whoever calls the detector. What a method throws goes through to that caller, and the
 * detector is of no use then.
 */
public interface RequestSink {

  /**
   * A head was read to its end and is valid.
   *
   * @param head what it says
   */
  void head(RequestHead head);

  /**
   * A chunk begins; it is not the last.
   *
   * @param sizeBytes its size, 1 or more
   * @param extensions what followed the size, from the first semicolon on; empty when there was
   *     nothing
   */
  void chunk(long sizeBytes, String extensions);

  /**
   * Bytes of the body; never of two chunks.
   *
   * @param data 1 or more bytes, valid during the call only: retain it to keep it
   */
  void data(ByteBuf data);

  /**
   * The last chunk and its trailers were read.
   *
   * @param extensions as for the other chunks
   * @param trailers in the order they came
   */
  void lastChunk(String extensions, List<HttpField> trailers);

  /** The request is complete. */
  void end();

  /**
   * The bytes are not HTTP, or go beyond a limit. Comes once; nothing comes after it.
   *
   * @param fault what is wrong
   */
  void fault(HttpFault fault);
}
