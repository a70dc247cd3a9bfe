package dev.samara.codec.file;

import dev.samara.codec.stream.CodecException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that is sent or has arrived.
 *
 * @param path where it lies: to be sent from there, or stored there
 * @param name what it is called in the message, within the rules of {@link #checkName}; a file that
 *     has arrived may lie under another one, see {@link NamePolicy}
 */
public record FileMessage(Path path, String name) {

  /**
   * Checks that there are both.
   *
   * @throws CodecException if the name is against the rules
   */
  public FileMessage {
    Objects.requireNonNull(path, "path");
    checkName(name);
  }

  /**
   * A file under its own name.
   *
   * @param path of the file to be sent
   * @return the message
   * @throws CodecException if the name is against the rules
   */
  public static FileMessage of(Path path) {
    var name = path.getFileName();
    return new FileMessage(path, name == null ? "" : name.toString());
  }

  /**
   * Checks a name: 1 to 255 bytes of UTF-8; neither {@code .} nor {@code ..}; no slash, backslash
   * or control character.
   *
   * @param name the name
   * @return the same name
   * @throws CodecException if it is against these rules; a retry fails again
   */
  public static String checkName(String name) {
    return FileNames.check(name);
  }
}
