package dev.samara.http.upload;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A name that is safe to use as a file's name in one folder: 1 to 200 bytes of UTF-8, not starting
 * with a dot, without slash, backslash or control character.
 *
 * @param value the name, as given
 */
public record UploadName(String value) {
  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 200;

  /**
   * Takes only a safe name.
   *
   * @throws IllegalArgumentException when the name is not safe; {@link #parse} is the checked form
   */
  public UploadName {
    String fault = fault(value);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * Checks a name that came from outside.
   *
   * @param text the name after any decoding
   * @return the name
   * @throws UploadException of kind BAD_NAME, saying which rule is broken
   */
  public static UploadName parse(String text) throws UploadException {
    String fault = fault(text);
    if (fault != null) {
      throw new UploadException(UploadFailure.BAD_NAME, fault);
    }
    return new UploadName(text);
  }

  private static String fault(String text) {
    if (text.isEmpty()) {
      return "an upload needs a name";
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "the name of an upload has at most " + MAX_BYTES + " bytes";
    }
    if (text.startsWith(".")) {
      return "the name of an upload does not start with a dot";
    }
    if (text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
      return "the name of an upload has no slash, backslash or control character";
    }
    return isPathOfOne(text) ? null : "this machine's file system cannot hold that name";
  }

  /** The last word is the file system's: its encoding may not have the character. */
  private static boolean isPathOfOne(String text) {
    try {
      Path path = Path.of(text);
      return path.getNameCount() == 1 && !path.isAbsolute();
    } catch (InvalidPathException unmappable) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
