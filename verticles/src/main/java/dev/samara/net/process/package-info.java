/**
 * Child processes: standard input and output as a connection, standard error as lines of the log,
 * the exit code as a future.
 */
package dev.samara.net.process;
