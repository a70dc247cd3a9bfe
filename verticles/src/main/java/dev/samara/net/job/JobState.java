package dev.samara.net.job;

import java.util.Locale;

/**
 * The states of a job. All changes go through {@code TagLines}, under the queue's lock.
 *
 * <pre>
 *   SLEEPING ──► PENDING ──► ACTIVE ──► ENDED  done or failed, or cancelled by an interrupt
 *      │            │                     ▲
 *      └────────────┴─────────────────────┘    cancelled, or returned by a queue that closes
 * </pre>
 */
public enum JobState {
  /** Waits for its time. */
  SLEEPING,
  /** Waits for its turn. */
  PENDING,
  /** Runs. */
  ACTIVE,
  /** Has its outcome. */
  ENDED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
