/**
 * Bytes without messages, read piece by piece: so many, a line, up to a delimiter, or what there
 * is. For connections with the {@code raw} framing, in straight-line code or with futures.
 */
package dev.samara.net.read;
