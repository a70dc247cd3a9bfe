package dev.samara.net.transport.tls;

import dev.samara.net.socket.TlsKeyPair;
import dev.samara.net.socket.TlsOptions;
import io.netty.channel.ChannelHandler;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener, read anew when their files change. New connections get the new
 * ones; those that are open keep what they have. Files that cannot be used change nothing.
 */
public final class ServerTls {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private final Vertx vertx;
  private final String listener;
  private final TlsOptions options;

  /** What the files looked like when they were last tried. Guarded by this. */
  private Map<Path, String> looks;

  private volatile ServerContexts contexts;

  /**
   * Reads the files. Blocks: not for an event loop.
   *
   * @param vertx the Vert.x that the listener runs on
   * @param listener the listener's name, for the log
   * @param options which files, and how
   * @throws TlsFileException naming the file that cannot be used
   */
  public ServerTls(Vertx vertx, String listener, TlsOptions options) {
    this.vertx = vertx;
    this.listener = listener;
    this.options = options;
    this.looks = looks();
    this.contexts = ServerContexts.read(vertx, options);
  }

  /**
   * Whether plain text is welcome as well.
   *
   * @return true if the first byte decides
   */
  public boolean plainAllowed() {
    return options.plainAllowed();
  }

  /**
   * Makes the handler of one connection. Any thread.
   *
   * @return a handler that begins with the client's hello
   */
  public ChannelHandler newHandler() {
    return contexts.newHandler();
  }

  /**
   * Reads the files again if one of them looks different from when they were last read. Blocks: not
   * for an event loop.
   *
   * @return whether new certificates are in use now
   */
  public synchronized boolean reloadIfChanged() {
    var now = looks();
    if (now.equals(looks)) {
      return false;
    }
    // Before reading, so that a change while they are read is seen next time.
    looks = now;
    try {
      reload();
      return true;
    } catch (TlsFileException e) {
      LOG.error(
          "listener '{}': {}; the certificates read before stay in use", listener, e.getMessage());
      return false;
    }
  }

  /**
   * Reads the files again in any case. Blocks: not for an event loop.
   *
   * @throws TlsFileException naming the file that cannot be used; what was read before stays in use
   */
  public synchronized void reload() {
    contexts = ServerContexts.read(vertx, options);
    LOG.info("listener '{}': new certificates are in use", listener);
  }

  private Map<Path, String> looks() {
    var all = new HashMap<Path, String>();
    for (var file : files()) {
      all.put(file, look(file));
    }
    return all;
  }

  private Set<Path> files() {
    var files = new HashSet<Path>();
    options.trust().ifPresent(files::add);
    add(files, options.own());
    options.byHostName().values().forEach(pair -> add(files, pair));
    return files;
  }

  private static void add(Set<Path> files, TlsKeyPair pair) {
    files.add(pair.certificate());
    files.add(pair.key());
  }

  /** Time, size and inode: a file put in place of another within one tick of time differs too. */
  private static String look(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return "%s %d %s"
          .formatted(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
