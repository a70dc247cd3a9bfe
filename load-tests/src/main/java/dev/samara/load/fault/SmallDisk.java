package dev.samara.load.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk so small that it gets full: a tmpfs. Needs root and {@code mount}. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final Thread farewell;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.farewell = new Thread(this::unmountQuietly, "unmount");
    Runtime.getRuntime().addShutdownHook(farewell);
  }

  /**
   * Mounts a disk.
   *
   * @param mebibytes its size in MiB, from 1
   * @return the disk; the caller closes it
   * @throws IOException if it can't be mounted; says why
   * @throws InterruptedException if this thread was interrupted
   */
  public static SmallDisk mount(int mebibytes) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("samara-disk");
    try {
      Tool.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
    } catch (IOException | InterruptedException failed) {
      Files.delete(folder);
      throw failed;
    }
    return new SmallDisk(folder);
  }

  /**
   * Where it is mounted.
   *
   * @return a folder
   */
  public Path folder() {
    return folder;
  }

  /** Unmounts the disk; what was on it is gone. Also done when the process ends in order. */
  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(farewell);
    try {
      unmount();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void unmount() throws IOException, InterruptedException {
    Tool.run("umount", "--lazy", folder.toString());
    Files.delete(folder);
  }

  private void unmountQuietly() {
    try {
      unmount();
    } catch (IOException | InterruptedException leftBehind) {
      System.err.println("left behind: the tmpfs at " + folder);
    }
  }
}
