package dev.samara.net.socket;

/**
 * How much of a stream socket's bytes is on its way at a time, between the kernel and the kit; TCP
 * and UNIX sockets, accepted or dialled. Three profiles are ready made.
 *
 * @param readBytes the most that one read takes, {@value #LEAST_READ_BYTES} to {@value
 *     #MOST_READ_BYTES}. All sockets of an event loop that have the same size and speak no TLS
 *     share one buffer of it, so a small one saves time slices rather than memory: after sixteen
 *     reads the next socket has its turn. Under TLS each read grows up to it, beginning with 2 KiB
 * @param receiveBytes the kernel's buffer for what arrives (SO_RCVBUF), 0 for the system's own
 *     choice, which grows with the connection's speed. Linux doubles what it is told and cuts it at
 *     net.core.rmem_max (socket(7))
 * @param sendBytes the kernel's buffer for what leaves (SO_SNDBUF); 0 for the system's own choice.
 *     With less than a packet of the network, which on loopback has 64 KiB, the sender waits for
 *     acknowledgements that the receiver delays, 40 ms for each buffer full
 * @param writeQueueBytes how much the socket is given beyond what the kernel takes before the
 *     connection's own queue has to wait, until a quarter of it is left; {@value
 *     #LEAST_WRITE_QUEUE_BYTES} to {@value #MOST_WRITE_QUEUE_BYTES}
 */
public record BufferOptions(int readBytes, int receiveBytes, int sendBytes, int writeQueueBytes) {

  /** The least of {@code readBytes}, 1 KiB. */
  public static final int LEAST_READ_BYTES = 1024;

  /** The most of {@code readBytes}, 16 MiB. */
  public static final int MOST_READ_BYTES = 16 * 1024 * 1024;

  /** The least of {@code writeQueueBytes}, 4 KiB. */
  public static final int LEAST_WRITE_QUEUE_BYTES = 4 * 1024;

  /** The most of {@code writeQueueBytes}, 64 MiB. */
  public static final int MOST_WRITE_QUEUE_BYTES = 64 * 1024 * 1024;

  /**
   * For very many connections that say little: 4 KiB reads, 64 KiB in the kernel each way, 16 KiB
   * to write.
   */
  public static final BufferOptions SMALL =
      new BufferOptions(4 * 1024, 64 * 1024, 64 * 1024, 16 * 1024);

  /** 64 KiB reads, 256 KiB to write, and the system's choice. */
  public static final BufferOptions DEFAULT = new BufferOptions(64 * 1024, 0, 0, 256 * 1024);

  /**
   * For few connections with long messages: 256 KiB reads, 1 MiB to write. The kernel's buffers are
   * the system's choice here as well: they grow further than a program may set them.
   */
  public static final BufferOptions BULK = new BufferOptions(256 * 1024, 0, 0, 1024 * 1024);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public BufferOptions {
    check("buffers.readBytes", readBytes, LEAST_READ_BYTES, MOST_READ_BYTES);
    check("buffers.receiveBytes", receiveBytes, 0, Integer.MAX_VALUE);
    check("buffers.sendBytes", sendBytes, 0, Integer.MAX_VALUE);
    check(
        "buffers.writeQueueBytes",
        writeQueueBytes,
        LEAST_WRITE_QUEUE_BYTES,
        MOST_WRITE_QUEUE_BYTES);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }

  /**
   * Changes how much one read takes.
   *
   * @param bytes the most, {@value #LEAST_READ_BYTES} to {@value #MOST_READ_BYTES}
   * @return changed options
   */
  public BufferOptions withReadBytes(int bytes) {
    return new BufferOptions(bytes, receiveBytes, sendBytes, writeQueueBytes);
  }

  /**
   * Changes the kernel's buffers.
   *
   * @param receive for what arrives; 0 for the system's own choice
   * @param send for what leaves; 0 for the system's own choice
   * @return changed options
   */
  public BufferOptions withKernelBytes(int receive, int send) {
    return new BufferOptions(readBytes, receive, send, writeQueueBytes);
  }

  /**
   * Changes how much the socket is given beyond what the kernel takes.
   *
   * @param bytes {@value #LEAST_WRITE_QUEUE_BYTES} to {@value #MOST_WRITE_QUEUE_BYTES}
   * @return changed options
   */
  public BufferOptions withWriteQueueBytes(int bytes) {
    return new BufferOptions(readBytes, receiveBytes, sendBytes, bytes);
  }
}
