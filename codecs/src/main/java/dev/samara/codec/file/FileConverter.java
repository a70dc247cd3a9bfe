package dev.samara.codec.file;

import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.Decoder;
import dev.samara.codec.stream.Encoder;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Sends a file as one message and stores one that arrives, of any size, in little memory: both
 * sides suspend while the disk is busy.
 *
 * <pre>
 * +---------+-------------+------+------------------+---------+---------+
 * | version | name length | name | size             | content | SHA-256 |
 * | 1 byte  | 1 byte      |      | 8 bytes          |         | of the  |
 * | 01      | 1 to 255    | UTF-8| unsigned, highest|         | content |
 * |         |             |      | byte first       |         | 32 bytes|
 * +---------+-------------+------+------------------+---------+---------+
 * </pre>
 *
 * <p>An arriving file is gathered in the target folder under a hidden name, and gets its own when
 * size and digest are right; then its message is complete. Whatever fails, and if the decoder is
 * closed, the hidden file is deleted. A full disk is a failure whose retry may help; a name that is
 * taken, a size beyond the limit and a wrong digest are failures whose retry does not.
 */
public final class FileConverter implements Converter<FileMessage> {

  private final FileOptions options;
  private final Executor worker;
  private final Disk disk;

  /**
   * Makes the converter.
   *
   * @param options where files go and what they may cost
   * @param worker runs tasks that block, such as a pool of threads or virtual threads; each file
   *     has one task at a time
   */
  public FileConverter(FileOptions options, Executor worker) {
    this(options, worker, Disk.REAL);
  }

  FileConverter(FileOptions options, Executor worker, Disk disk) {
    this.options = Objects.requireNonNull(options, "options");
    this.worker = Objects.requireNonNull(worker, "worker");
    this.disk = disk;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Encoder encoder(FileMessage file) {
    return new FileEncoder(new OutgoingFile(file, options.maxFileBytes()), new SerialTasks(worker));
  }

  @Override
  public Decoder<FileMessage> decoder() {
    return new FileDecoder(options, worker, disk);
  }
}
