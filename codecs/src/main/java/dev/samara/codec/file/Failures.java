package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Failures of the disk in one line, without the paths of this machine: peers may see it. */
final class Failures {

  private Failures() {}

  static CodecException of(String name, String what, IOException cause) {
    var reason =
        cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
    return CodecException.unavailable(
        "file %s: %s: %s"
            .formatted(name, what, reason == null ? cause.getClass().getSimpleName() : reason),
        cause);
  }
}
