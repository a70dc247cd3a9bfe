package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** Takes so many bytes, and then the disk is full. One thread. */
final class LimitedChannel implements GatheringByteChannel {
  private final GatheringByteChannel file;
  private long left;

  LimitedChannel(GatheringByteChannel file, long bytes) {
    this.file = file;
    this.left = bytes;
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(buffers[i]);
    }
    return written;
  }

  @Override
  public long write(ByteBuffer[] buffers) throws IOException {
    return write(buffers, 0, buffers.length);
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    if (buffer.hasRemaining() && left == 0) {
      throw new IOException("No space left on device");
    }
    ByteBuffer some = buffer.slice(buffer.position(), (int) Math.min(left, buffer.remaining()));
    int written = file.write(some);
    buffer.position(buffer.position() + written);
    left -= written;
    return written;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
