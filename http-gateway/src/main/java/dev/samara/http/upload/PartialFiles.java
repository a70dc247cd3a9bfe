package dev.samara.http.upload;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One partial upload on the disk: {@code .partial/ID/} with {@code data}, {@code info} and {@code
 * lock}. Writer threads only, and but for {@link #heldBytes} only under the lock.
 */
record PartialFiles(Path folder, UploadDisk disk, boolean forced) {

  static PartialFiles create(Path folder, PartialInfo info, UploadDisk disk, boolean forced)
      throws IOException {
    Files.createDirectory(folder);
    var files = new PartialFiles(folder, disk, forced);
    try {
      disk.create(files.data()).close();
      files.write(info);
      if (forced) {
        disk.forceFolder(folder.getParent());
      }
      return files;
    } catch (IOException e) {
      files.delete();
      throw e;
    }
  }

  String id() {
    return folder.getFileName().toString();
  }

  Path data() {
    return folder.resolve("data");
  }

  Path lock() {
    return folder.resolve("lock");
  }

  private Path info() {
    return folder.resolve("info");
  }

  PartialInfo read() throws IOException, UploadException {
    try {
      return PartialInfo.parse(new JsonObject(Files.readString(info())));
    } catch (NoSuchFileException none) {
      throw notFound();
    } catch (RuntimeException e) {
      throw new IOException("the notes of a partial upload cannot be read", e);
    }
  }

  /** The old notes stay whole until the new ones are. */
  void write(PartialInfo info) throws IOException {
    Path fresh = folder.resolve("info.new");
    Files.deleteIfExists(fresh);
    try (GatheringByteChannel channel = disk.create(fresh)) {
      ByteBuffer text = ByteBuffer.wrap(info.json().encode().getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      if (forced) {
        disk.force(channel);
      }
    }
    Files.move(fresh, info(), StandardCopyOption.ATOMIC_MOVE);
    if (forced) {
      disk.forceFolder(folder);
    }
  }

  /** How many bytes there are to go on from. */
  long offset(PartialInfo info) throws IOException {
    if (info.stored().isPresent()) {
      return info.stored().get().sizeBytes();
    }
    return Math.min(Files.size(data()), info.trusted().orElse(Long.MAX_VALUE));
  }

  /** When something last came. */
  Instant touched(PartialInfo info) throws IOException {
    Path last = info.stored().isPresent() ? info() : data();
    return Files.getLastModifiedTime(last).toInstant();
  }

  /** Returns whether there was anything to delete. */
  boolean delete() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      return false;
    }
    return Files.deleteIfExists(folder);
  }

  /** The room a partial upload takes: what it announced, or what is there. */
  static long heldBytes(PartialInfo info, long offset) {
    return info.stored().isPresent() ? 0 : Math.max(info.length().orElse(0), offset);
  }

  /**
   * The same of one that others may be changing; nothing for one that is complete, of which only
   * the notes are left, or gone.
   */
  static OptionalLong heldBytes(Path folder) {
    var files = new PartialFiles(folder, UploadDisk.plain(), false);
    try {
      PartialInfo info = files.read();
      return info.stored().isPresent()
          ? OptionalLong.empty()
          : OptionalLong.of(heldBytes(info, files.offset(info)));
    } catch (IOException | UploadException gone) {
      return OptionalLong.empty();
    }
  }

  static UploadException notFound() {
    return new UploadException(UploadFailure.NOT_FOUND, "there is no such partial upload");
  }
}
