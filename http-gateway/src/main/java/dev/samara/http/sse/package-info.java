/**
 * Server-sent events as a transport of the hub's connections: {@link
 * dev.samara.http.sse.SseListener} lets streams in, an event of a stream is a message to the peer,
 * and the body of a request to the same place is one from it.
 */
package dev.samara.http.sse;
