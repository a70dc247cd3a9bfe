/**
 * Bodies of requests as they were sent: chunk by chunk with sizes, extensions and trailers,
 * whatever the reads were, and only as fast as they are asked for. What is not asked for stays in
 * the client's socket.
 *
 * <p>Start at {@link dev.samara.http.body.BodyStream}.
 */
package dev.samara.http.body;
