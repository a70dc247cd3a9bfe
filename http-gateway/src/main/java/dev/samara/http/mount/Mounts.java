package dev.samara.http.mount;

import java.util.ArrayList;
import java.util.List;

/**
 * Which handlers serve which paths. The gateway's own paths come first; of two that both fit, the
 * longer.
 *
 * @param mounts each path once
 */
public record Mounts(List<Mount> mounts) {

  /** So many requests at once unless told otherwise. */
  public static final int DEFAULT_MAX_CONCURRENT = 1024;

  /**
   * A handler at a path and all below it.
   *
   * @param path of segments, {@code /a/b}; without a slash at its end
   * @param handler serves it
   * @param maxConcurrent how many requests it has at once on all event loops, 1 or more; further
   *     ones are answered with 503, so that a slow handler holds up nobody else
   */
  public record Mount(String path, PathHandler handler, int maxConcurrent) {

    /** Checks path and limit. */
    public Mount {
      if (!path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
        throw new IllegalArgumentException("path: %s (expected: one like /a/b)".formatted(path));
      }
      if (maxConcurrent < 1) {
        throw new IllegalArgumentException(
            "maxConcurrent: %d (expected: 1 or more)".formatted(maxConcurrent));
      }
    }

    /**
     * The segments of the path.
     *
     * @return one or more
     */
    public List<String> segments() {
      return List.of(path.substring(1).split("/"));
    }
  }

  /** Keeps a copy. */
  public Mounts {
    mounts = List.copyOf(mounts);
  }

  /**
   * No handlers.
   *
   * @return an empty list
   */
  public static Mounts none() {
    return new Mounts(List.of());
  }

  /**
   * One more.
   *
   * @param path of segments, {@code /a/b}; without a slash at its end
   * @param handler serves it and all below it
   * @return a copy
   * @throws IllegalArgumentException when the path is taken or is none
   */
  public Mounts with(String path, PathHandler handler) {
    return with(path, handler, DEFAULT_MAX_CONCURRENT);
  }

  /**
   * One more.
   *
   * @param path of segments, {@code /a/b}; without a slash at its end
   * @param handler serves it and all below it
   * @param maxConcurrent how many requests it has at once, 1 or more
   * @return a copy
   * @throws IllegalArgumentException when the path is taken or is none, or the limit is too small
   */
  public Mounts with(String path, PathHandler handler, int maxConcurrent) {
    if (mounts.stream().anyMatch(mount -> mount.path().equals(path))) {
      throw new IllegalArgumentException("path: %s is taken (expected: another)".formatted(path));
    }
    var more = new ArrayList<>(mounts);
    more.add(new Mount(path, handler, maxConcurrent));
    return new Mounts(more);
  }
}
