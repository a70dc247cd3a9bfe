package dev.samara.http.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk's side of one upload: temporary file, digest, move. One writer thread at a time. */
final class UploadFile {
  private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);

  /** Finding out whether a name is new, and taking it, must be one step for the answer's sake. */
  private static final Object NAMES = new Object();

  private final UploadName name;
  private final Path temporary;
  private final Path target;
  private final GatheringByteChannel channel;
  private final MessageDigest digest = sha256();
  private long sizeBytes;

  private UploadFile(UploadName name, Path temporary, Path target, GatheringByteChannel channel) {
    this.name = name;
    this.temporary = temporary;
    this.target = target;
    this.channel = channel;
  }

  static UploadFile create(UploadName name, Path temporary, Path target, UploadDisk disk)
      throws IOException {
    try {
      return new UploadFile(name, temporary, target, disk.create(temporary));
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  void write(List<ByteBuffer> batch) throws IOException {
    ByteBuffer[] buffers = batch.toArray(ByteBuffer[]::new);
    long left = 0;
    for (ByteBuffer buffer : buffers) {
      left += buffer.remaining();
      digest.update(buffer.duplicate());
    }
    sizeBytes += left;
    while (left > 0) {
      left -= channel.write(buffers);
    }
  }

  StoredUpload store() throws IOException, UploadException {
    channel.close();
    boolean created;
    synchronized (NAMES) {
      created = !PlainFiles.existsAsFile(target, name);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return new StoredUpload(name, sizeBytes, HexFormat.of().formatHex(digest.digest()), created);
  }

  /** A file that cannot be deleted now is deleted as an orphan when the store opens again. */
  void discard() {
    try (channel) {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      LOG.warn("a temporary file of the upload {} is left over: {}", name, e.toString());
    }
  }

  /** Names no path of this machine: the text goes to the sender. */
  static UploadException explain(Exception e) {
    if (e instanceof UploadException known) {
      return known;
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String text = reason == null ? e.getClass().getSimpleName() : reason;
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return new UploadException(UploadFailure.NO_SPACE, "the disk is full");
    }
    return new UploadException(UploadFailure.DISK_ERROR, "the disk failed: " + text);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
