package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What files may be called: names come from strangers. */
final class FileNames {

  /** What most file systems take, and what fits into the one byte of the head. */
  static final int MOST_BYTES = 255;

  private FileNames() {}

  static String check(String name) {
    var byteCount = encode(name).length;
    if (byteCount == 0 || byteCount > MOST_BYTES) {
      throw CodecException.invalid(
          "file name: %d bytes (expected: 1 to %d)".formatted(byteCount, MOST_BYTES));
    }
    if (name.equals(".") || name.equals("..")) {
      throw CodecException.invalid("file name: '%s' names a folder".formatted(name));
    }
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '/' || c == '\\' || Character.isISOControl(c)) {
        throw CodecException.invalid(
            "file name: character U+%04X (expected: no separator, no control character)"
                .formatted((int) c));
      }
    }
    return name;
  }

  static byte[] encode(String name) {
    try {
      var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      var array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException half) {
      throw CodecException.invalid("file name: half a character");
    }
  }

  static String decode(byte[] bytes) {
    try {
      return check(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException bad) {
      throw CodecException.invalid("file name: not UTF-8");
    }
  }

  /** The file of that name in a folder, and surely there. */
  static Path within(Path folder, String name) {
    try {
      var file = folder.resolve(name);
      if (folder.equals(file.getParent())) {
        return file;
      }
    } catch (InvalidPathException bad) {
      // The system's own encoding may lack a character.
    }
    throw CodecException.invalid("file name: not possible on this system");
  }

  /** The name with a number before its ending: {@code a-1.txt}, {@code .profile-1}. */
  static String numbered(String name, int number) {
    var dot = name.lastIndexOf('.');
    var end = dot > 0 ? dot : name.length();
    return check(name.substring(0, end) + "-" + number + name.substring(end));
  }
}
