package dev.samara.net.job;

import java.time.Duration;

/**
 * One job at one moment.
 *
 * @param id a number no other job of its queue has had
 * @param tag what it was submitted under
 * @param name what it does, for a person
 * @param state sleeping, pending, active or ended
 * @param age how long ago it was submitted
 * @param running for how long it has been active; zero before that
 */
public record JobInfo(
    long id, String tag, String name, JobState state, Duration age, Duration running) {}
