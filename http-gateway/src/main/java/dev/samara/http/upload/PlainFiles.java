package dev.samara.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Touches plain files only: links are not followed, folders, pipes and devices are refused. */
final class PlainFiles {
  private PlainFiles() {}

  /** False when nothing has the name, true when a plain file has it. */
  static boolean existsAsFile(Path target, UploadName name) throws IOException, UploadException {
    try {
      var attributes =
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new UploadException(UploadFailure.NOT_A_FILE, name + " is not a plain file");
      }
      return true;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  static StoredFile open(Path target, UploadName name) throws IOException, UploadException {
    require(target, name);
    FileChannel channel =
        FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return new StoredFile(channel, channel.size());
  }

  static void delete(Path target, UploadName name) throws IOException, UploadException {
    require(target, name);
    Files.delete(target);
  }

  private static void require(Path target, UploadName name) throws IOException, UploadException {
    if (!existsAsFile(target, name)) {
      throw new UploadException(UploadFailure.NOT_FOUND, "there is no upload named " + name);
    }
  }
}
