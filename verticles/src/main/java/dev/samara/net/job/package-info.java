/**
 * Work that blocks, away from the event loops: a {@link dev.samara.net.job.JobQueue} runs it on a
 * bounded number of workers or virtual threads, fair among tags, and accounts for every job.
 */
package dev.samara.net.job;
