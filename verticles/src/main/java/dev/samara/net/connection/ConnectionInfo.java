package dev.samara.net.connection;

import java.util.Optional;

/**
 * One connection at one moment.
 *
 * @param id the connection
 * @param remoteAddress the peer
 * @param remoteHostName what the peer's host is called, if somebody looked and found it
 * @param encrypted whether TLS is spoken
 * @param client the peer's name
 * @param state dialling, open, finishing, flushing, closing or closed
 * @param in the balance of what was read
 * @param out the balance of what was sent
 * @param queuedBytes how much waits to be sent, in bytes on the wire
 * @param paused whether reading is paused because the route or the peer does not keep up
 */
public record ConnectionInfo(
    ConnectionId id,
    String remoteAddress,
    Optional<String> remoteHostName,
    boolean encrypted,
    Optional<String> client,
    String state,
    Balance in,
    Balance out,
    long queuedBytes,
    boolean paused) {}
