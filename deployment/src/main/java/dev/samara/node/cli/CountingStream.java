package dev.samara.node.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how far a file was read. One thread. */
final class CountingStream extends FilterInputStream {
  private final LongConsumer progress;
  private long position;

  CountingStream(InputStream in, long position, LongConsumer progress) {
    super(in);
    this.position = position;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? -1 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(read);
    return read;
  }

  private void count(int read) {
    if (read > 0) {
      position += read;
      progress.accept(position);
    }
  }
}
