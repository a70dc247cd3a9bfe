package dev.samara.node.cli;

/**
 * A picocli command of a module above this one, found by {@link java.util.ServiceLoader}: {@code
 * bench} is one.
 */
public interface CliCommand {}
