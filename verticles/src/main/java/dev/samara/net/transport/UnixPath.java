package dev.samara.net.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The file behind a UNIX socket. All methods block shortly: not for an event loop. */
public final class UnixPath {

  /** What sockaddr_un holds on Linux, less the final zero byte (unix(7)). */
  private static final int MAX_PATH_BYTES = 107;

  private UnixPath() {}

  /**
   * Makes room for a new socket: the folder exists afterwards, a file left by a process that is
   * gone does not.
   *
   * @param path where the socket will be
   * @throws IOException if the path is too long, or somebody listens there, or there is another
   *     kind of file
   */
  public static void prepare(Path path) throws IOException {
    if (path.toString().getBytes().length > MAX_PATH_BYTES) {
      throw new IOException(
          "the path of a UNIX socket is too long: %s (expected: <= %d bytes)"
              .formatted(path, MAX_PATH_BYTES));
    }
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    if (!Files.exists(path)) {
      return;
    }
    if (Files.isRegularFile(path) || Files.isDirectory(path)) {
      throw new IOException(path + " exists and is not a socket");
    }
    if (answers(path)) {
      throw new IOException(path + " is in use by another process");
    }
    Files.delete(path);
  }

  /**
   * Lets only the own user connect.
   *
   * @param path the socket, bound
   * @throws IOException if the permissions cannot be set
   */
  public static void restrict(Path path) throws IOException {
    Files.setPosixFilePermissions(
        path, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  }

  private static boolean answers(Path path) {
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }
}
