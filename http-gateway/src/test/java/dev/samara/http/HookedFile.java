package dev.samara.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file whose every write passes a hook first. */
final class HookedFile implements GatheringByteChannel {
  /** May hold the write up, or fail it. */
  interface BeforeWrite {
    void run(long bytes) throws IOException;
  }

  private final FileChannel file;
  private final BeforeWrite before;

  HookedFile(Path path, BeforeWrite before) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.before = before;
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += buffers[i].remaining();
    }
    before.run(bytes);
    long written = 0;
    while (written < bytes) {
      written += file.write(buffers, offset, length);
    }
    return written;
  }

  @Override
  public long write(ByteBuffer[] buffers) throws IOException {
    return write(buffers, 0, buffers.length);
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return (int) write(new ByteBuffer[] {buffer});
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
