package dev.samara.codec.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The seam to the disk: what a test cannot make fail when it wants to. Worker threads only. */
interface Disk {

  /** The disk of this machine. */
  Disk REAL = new RealDisk();

  /** A new file to be written from its start to its end. */
  interface Body extends Closeable {

    void write(ByteBuffer bytes) throws IOException;

    void force() throws IOException;
  }

  Body create(Path file) throws IOException;

  /** Makes the names in a folder last. */
  void forceFolder(Path folder) throws IOException;

  /** Files of this machine. */
  final class RealDisk implements Disk {

    private RealDisk() {}

    @Override
    public Body create(Path file) throws IOException {
      var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      return new Body() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }

        @Override
        public void force() throws IOException {
          channel.force(true);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
