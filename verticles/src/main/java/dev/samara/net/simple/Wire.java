package dev.samara.net.simple;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A stream of bytes both ways, with a time limit on each call. One thread at a time each way. */
interface Wire extends Closeable {

  /**
   * Reads what there is.
   *
   * @return how many bytes, or -1 at the end of the input
   * @throws java.net.SocketTimeoutException if there are none in time; asking again is no fault
   */
  int read(ByteBuffer into, Duration within) throws IOException;

  /**
   * Writes everything.
   *
   * @throws java.net.SocketTimeoutException if the peer does not take it in time
   */
  void write(ByteBuffer bytes, Duration within) throws IOException;

  /** Ends the output but not the input. */
  void endOutput() throws IOException;
}
