package dev.samara.rpc.client;

import java.util.Optional;

/**
 * How calls are made: by whom, to whom, how often.
 *
 * @param caller makes them
 * @param targets whom they go to
 * @param policy how attempts are repeated and balanced; each call is one attempt if empty
 */
public record Client(Caller caller, Targets targets, Optional<Policy> policy) {}
