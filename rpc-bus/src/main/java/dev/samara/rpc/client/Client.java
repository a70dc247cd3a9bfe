package dev.samara.rpc.client;

/**
 * How calls are made: by whom, to whom, how often.
 *
 * @param caller makes them
 * @param targets whom they go to
 * @param repeats whether failed attempts are followed by others
 */
public record Client(Caller caller, Targets targets, Repeats repeats) {}
