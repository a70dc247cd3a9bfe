package dev.samara.load.generator;

import java.nio.file.Path;
import java.util.Optional;

/** What calls carry, and what is a right answer to them. */
public sealed interface CallContent {
  /**
   * Bytes of the generator's making: a number that no two calls of a run share, then a filling. The
   * answer is the same bytes.
   *
   * @param bytes of each message, 8 to 16 MiB
   */
  record MadeUp(int bytes) implements CallContent {
    /** Checks the range. */
    public MadeUp {
      Ranges.check("bytes", bytes, Long.BYTES, Payload.MAX_BYTES);
    }
  }

  /**
   * The number, then the bytes of a file. The answer is the same bytes.
   *
   * @param path of the file, of at most 16 MiB less 8 bytes; read when the load begins
   */
  record OfFile(Path path) implements CallContent {}

  /**
   * Arguments as JSON, for a service of somebody else.
   *
   * @param arguments an array of them, or the only one; {@code {n}} in it stands for the number of
   *     the call, so that no two of a run are alike
   * @param answer the result as JSON, with the same {@code {n}}; empty if any result is right
   */
  record Json(String arguments, Optional<String> answer) implements CallContent {}
}
