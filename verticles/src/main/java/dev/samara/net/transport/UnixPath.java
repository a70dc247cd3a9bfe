package dev.samara.net.transport;

import dev.samara.net.socket.UnixOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The file behind a UNIX socket. All methods block shortly: not for an event loop. */
public final class UnixPath {

  /** What sockaddr_un holds on Linux, less the final zero byte (unix(7)). */
  private static final int MAX_PATH_BYTES = 107;

  /** Where the socket is made, inside a folder that nobody else can enter. */
  private static final String NEW_SOCKET = "s";

  /** File locks are the process's: this one is for its threads. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final Object inode;

  private UnixPath(Path path, Object inode) {
    this.path = path;
    this.inode = inode;
  }

  /** Binds a socket. */
  @FunctionalInterface
  public interface Binder {

    /**
     * Binds.
     *
     * @param place a path where nothing is
     * @throws Exception if it cannot be bound
     */
    void bind(Path place) throws Exception;
  }

  /**
   * Makes a socket in the place of one left by a process that is gone. It appears with its final
   * permissions, so that nobody can slip in before; of several processes that try, one succeeds.
   *
   * @param path where the socket will be; its folder is made
   * @param options what the file looks like
   * @param binder binds the socket
   * @return the socket's file, to be removed in the end
   * @throws Exception if the path is too long, or somebody listens there, or there is another kind
   *     of file, or it cannot be bound
   */
  public static UnixPath bind(Path path, UnixOptions options, Binder binder) throws Exception {
    var hidden = path.resolveSibling(".%06x".formatted(RANDOM.nextInt(1 << 24)));
    checkLength(path);
    checkLength(hidden.resolve(NEW_SOCKET));
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    IN_THIS_PROCESS.lock();
    // The lock's file stays: one that is removed could be locked by two at a time.
    try (var lock =
        FileChannel.open(
            path.resolveSibling("." + path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      makeRoom(path);
      return bindHidden(path, hidden, options, binder);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private static void checkLength(Path path) throws IOException {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw new IOException(
          "the path of a UNIX socket is too long: %s (expected: <= %d bytes)"
              .formatted(path, MAX_PATH_BYTES));
    }
  }

  private static void makeRoom(Path path) throws IOException {
    var inode = inode(path);
    if (inode.isEmpty()) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new IOException(path + " exists and is not a socket");
    }
    if (answers(path)) {
      throw new IOException(path + " is in use by another process");
    }
    Files.delete(path);
  }

  private static UnixPath bindHidden(Path path, Path hidden, UnixOptions options, Binder binder)
      throws Exception {
    Files.createDirectory(
        hidden, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      var place = hidden.resolve(NEW_SOCKET);
      binder.bind(place);
      dress(place, options);
      var inode = inode(place).orElseThrow();
      Files.move(place, path, StandardCopyOption.ATOMIC_MOVE);
      return new UnixPath(path, inode);
    } finally {
      Files.deleteIfExists(hidden.resolve(NEW_SOCKET));
      Files.deleteIfExists(hidden);
    }
  }

  private static void dress(Path place, UnixOptions options) throws IOException {
    var view = Files.getFileAttributeView(place, PosixFileAttributeView.class);
    var names = place.getFileSystem().getUserPrincipalLookupService();
    if (options.group().isPresent()) {
      var group = options.group().get();
      view.setGroup(found("group", group, () -> names.lookupPrincipalByGroupName(group)));
    }
    view.setPermissions(options.mode());
    if (options.owner().isPresent()) {
      var owner = options.owner().get();
      view.setOwner(found("user", owner, () -> names.lookupPrincipalByName(owner)));
    }
  }

  private interface Lookup<T> {
    T find() throws IOException;
  }

  private static <T> T found(String kind, String name, Lookup<T> lookup) throws IOException {
    try {
      return lookup.find();
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("there is no %s '%s'".formatted(kind, name), e);
    }
  }

  /** Only a refusal says that nobody is there: a busy process may have a full queue. */
  private static boolean answers(Path path) {
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Optional<Object> inode(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes the file, unless somebody else has put another in its place.
   *
   * @throws IOException if it cannot be removed
   */
  public void remove() throws IOException {
    if (inode(path).filter(inode::equals).isPresent()) {
      Files.deleteIfExists(path);
    }
  }
}
