/**
 * Where HTTP/1.x requests begin and end, found in bytes as they come: strictly after RFC 9110 and
 * RFC 9112, without I/O, incremental, with a limit on everything. What two readers could read in
 * two ways is a fault.
 *
 * <p>Start at {@link dev.samara.codec.http.RequestDetector}; what it finds goes to a {@link
 * dev.samara.codec.http.RequestSink}.
 */
package dev.samara.codec.http;
