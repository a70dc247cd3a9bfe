package dev.samara.http;

/**
 * What a gateway did so far, for the node's metrics.
 *
 * @param openConnections connections now
 * @param refusedConnections those closed at once because there were too many
 * @param requests requests that were read, well formed or not
 * @param problems requests answered with a problem document
 * @param eventClients clients of {@code /events} now
 * @param droppedEvents events that slow clients of {@code /events} did not get
 */
public record GatewayCounts(
    long openConnections,
    long refusedConnections,
    long requests,
    long problems,
    long eventClients,
    long droppedEvents) {}
