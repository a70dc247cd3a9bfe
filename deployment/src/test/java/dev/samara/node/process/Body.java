package dev.samara.node.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/** A file of pseudo-random bytes, always the same ones for a size, and its digest. */
record Body(Path file, String sha256) {

  static Body write(Path file, long bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    var random = new Random(bytes);
    var block = new byte[1 << 20];
    try (var out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (var left = bytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return new Body(file, HexFormat.of().formatHex(digest.digest()));
  }

  InputStream open() {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
